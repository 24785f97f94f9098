// A site on disk: its pages, one or two for each template, and a server on this machine that shows it.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { filesBelow } from '../tools/suite.mjs';

const TYPES = {
    '.html': 'text/html; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.geojson': 'application/geo+json',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.ico': 'image/x-icon',
    '.xml': 'application/xml',
    '.woff2': 'font/woff2',
    '.pdf': 'application/pdf',
};

export function pagesOf(site) {
    return filesBelow(site).filter((name) => name.endsWith('.html'));
}

// territoires/bretagne/finistere/index.html is of the template territoires/*/*/index.html, en/formations/x/index.html
// of en/formations/*/index.html.
function templateOf(page) {
    const names = page.split('/');
    const fixed = /^[a-z]{2}$/.test(names[0]) ? 2 : 1;
    return names.map((name, i) => (i < fixed || i === names.length - 1 ? name : '*')).join('/');
}

// Of each template the first page, and the largest one, where a layout breaks first.
export function samplePages(site) {
    const templates = new Map();
    for (const page of pagesOf(site)) {
        const size = statSync(path.join(site, page)).size;
        const found = templates.get(templateOf(page));
        if (!found) templates.set(templateOf(page), { first: page, largest: page, size });
        else if (size > found.size) Object.assign(found, { largest: page, size });
    }
    return [...new Set([...templates.values()].flatMap(({ first, largest }) => [first, largest]))];
}

// Serves a site below /base/, since a site must work under any path. Resolves to { url, close }.
export async function serve(site) {
    const root = path.resolve(site);
    const server = createServer((request, response) => {
        if (request.url === '/favicon.ico') return response.writeHead(204).end();
        const wanted = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
        const file = path.join(root, path.normalize(wanted.replace(/^\/base\//, '/')));
        if (!wanted.startsWith('/base/') || !file.startsWith(root + path.sep) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
            return response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
        }
        response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
        return createReadStream(file).pipe(response);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${server.address().port}/base/`, close: () => server.close() };
}
