// Every page, parsed once as a browser does: each link leads to a file, and a place in it, that the site has; nothing
// is loaded from elsewhere; nothing that the Content-Security-Policy would block; ids are unique. Two cases a page.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'parse5';
import { pagesOf } from './site.mjs';

const LINKS = new Set(['a', 'area']);
const METADATA = new Set(['canonical', 'alternate', 'license', 'author', 'me']);
const ADDRESSES = new Set(['href', 'src', 'xlink:href', 'poster', 'data', 'action', 'formaction']);

function addressesOf(element) {
    const found = [];
    for (const { name, prefix, value } of element.attrs) {
        const full = prefix ? `${prefix}:${name}` : name;
        if (ADDRESSES.has(full)) found.push(value);
        if (full === 'srcset') found.push(...value.split(',').map((part) => part.trim().split(/\s+/)[0]));
    }
    return found;
}

function isLoaded(element, attributes) {
    if (LINKS.has(element.tagName)) return false;
    if (element.tagName !== 'link') return true;
    return !attributes.rel?.split(/\s+/).some((word) => METADATA.has(word));
}

// { ids, links: [{ address, loaded, line }], faults } of one page.
function readPage(file) {
    const page = { ids: new Set(), links: [], faults: [], policy: null };
    const visit = (node) => {
        if (node.attrs) readElement(page, node);
        for (const child of node.content?.childNodes ?? node.childNodes ?? []) visit(child);
    };
    visit(parse(readFileSync(file, 'utf8'), { sourceCodeLocationInfo: true }));
    if (!page.policy) page.faults.push('no Content-Security-Policy');
    else if (!/(^|;)\s*default-src 'none'/.test(page.policy)) page.faults.push(`default-src is not 'none': ${page.policy}`);
    return page;
}

function readElement(page, element) {
    const attributes = Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
    const line = element.sourceCodeLocation?.startLine ?? '?';
    const fault = (text) => page.faults.push(`${line}: <${element.tagName}> ${text}`);
    if (attributes.id !== undefined) {
        if (page.ids.has(attributes.id)) fault(`id "${attributes.id}" a second time`);
        page.ids.add(attributes.id);
    }
    if (element.tagName === 'style') fault('is blocked by the policy');
    if ('style' in attributes) fault('has a style attribute, which the policy blocks');
    const handler = Object.keys(attributes).find((name) => name.startsWith('on'));
    if (handler) fault(`has ${handler}, which the policy blocks`);
    const isData = /json/.test(attributes.type ?? '');
    if (element.tagName === 'script' && !('src' in attributes) && !isData) fault('is inline, which the policy blocks');
    if (element.tagName === 'meta' && attributes['http-equiv']?.toLowerCase() === 'content-security-policy') page.policy = attributes.content;
    for (const address of addressesOf(element)) page.links.push({ address, loaded: isLoaded(element, attributes), line });
}

function linkFault(site, name, pages, { address, loaded }) {
    const scheme = address.match(/^([a-z][a-z0-9+.-]*):/i)?.[1].toLowerCase();
    if (scheme || address.startsWith('//')) {
        if (loaded && scheme !== 'data') return 'is loaded from elsewhere';
        return !scheme || ['http', 'https', 'mailto', 'tel', 'data'].includes(scheme) ? null : 'has a scheme that is not allowed';
    }
    if (address.startsWith('/')) return 'starts with "/": the site must work under any path';
    const [, wanted, , fragment] = address.match(/^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s);
    const target = wanted ? path.posix.normalize(path.posix.join(path.posix.dirname(name), decodeURIComponent(wanted))) : name;
    if (target.startsWith('../')) return 'leaves the site';
    const file = path.join(site, target);
    if (!existsSync(file)) return 'leads nowhere';
    if (statSync(file).isDirectory()) return 'names a folder, which is no page from a disk: name its index.html';
    if (!fragment || !pages.has(target)) return null;
    const ids = pages.get(target).ids;
    return ids.has(fragment) || ids.has(decodeURIComponent(fragment)) ? null : `has no target: ${target} has no id "${fragment}"`;
}

export async function checkDocuments(suite, site) {
    const pages = new Map(pagesOf(site).map((name) => [name, readPage(path.join(site, name))]));
    for (const [name, page] of pages) {
        suite.checkNone(`page: ${name}`, page.faults);
        const faults = [];
        for (const link of page.links) {
            const why = linkFault(site, name, pages, link);
            if (why) faults.push(`${link.line}: "${link.address}" ${why}`);
        }
        suite.checkNone(`links: ${name}`, faults);
    }
}
