// Every page of a site as the Nu HTML checker sees it, and every SVG file as XML. One case a file.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ending, execute, filesBelow } from '../tools/suite.mjs';
import { pagesOf } from './site.mjs';

const JAR = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules/vnu-jar/build/dist/vnu.jar');
const MOST_FILES_A_CALL = 500;

export async function checkHtml(suite, site) {
    if (!existsSync(JAR)) throw new Error('no vnu.jar: npm ci in tests/browser');
    const result = await execute('java', ['-Xss1m', '-jar', JAR, '--format', 'json', '--exit-zero-always', '--skip-non-html', path.resolve(site)]);
    if (result.code !== 0) throw new Error(`the Nu HTML checker: ${ending(result)}\n${result.output}`);
    const faults = new Map();
    for (const message of JSON.parse(result.stderr).messages) {
        if (message.type === 'info') continue;
        const where = `${message.lastLine ?? '?'}:${message.firstColumn ?? message.lastColumn ?? '?'}`;
        const line = `${where}: ${message.message}${message.extract ? `\n  ${message.extract.trim()}` : ''}`;
        faults.set(message.url, [...(faults.get(message.url) ?? []), line]);
    }
    for (const page of pagesOf(site)) {
        const url = pathToFileURL(path.resolve(site, page)).href;
        suite.checkNone(`valid HTML: ${page}`, faults.get(url) ?? faults.get(url.replace('file:///', 'file:/')) ?? []);
        faults.delete(url);
        faults.delete(url.replace('file:///', 'file:/'));
    }
    for (const [url, lines] of faults) suite.checkNone(`valid HTML: ${url ?? 'the checker itself'}`, lines);
}

// Names that are used twice, styles that the Content-Security-Policy would block.
function svgFaults(text) {
    const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
    const faults = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `id "${id}" twice`);
    if (/<style[\s>]/.test(text)) faults.push('a style element');
    if (/<[^>]*\sstyle\s*=/.test(text)) faults.push('a style attribute');
    return faults;
}

export async function checkSvgFiles(suite, site) {
    const names = filesBelow(site).filter((name) => name.endsWith('.svg'));
    for (let i = 0; i < names.length; i += MOST_FILES_A_CALL) {
        const call = names.slice(i, i + MOST_FILES_A_CALL);
        const result = await execute('xmllint', ['--noout', '--nonet', ...call.map((name) => `./${name}`)], { cwd: site });
        const wrong = result.code === 0 ? [] : result.output.split('\n');
        if (result.code !== 0 && !wrong.some((line) => line.startsWith('./'))) throw new Error(`xmllint: ${ending(result)}\n${result.output}`);
        for (const name of call) {
            const parserFaults = wrong.filter((line) => line.startsWith(`./${name}:`));
            suite.checkNone(`SVG: ${name}`, [...parserFaults, ...svgFaults(readFileSync(path.join(site, name), 'utf8'))]);
        }
    }
}
