// Checks a published site, whatever made it: node tests/browser/check-site.mjs SITE
import { existsSync } from 'node:fs';
import { isMain, runAlone } from '../tools/suite.mjs';
import { checkDataPackage } from './data-package.mjs';
import { checkDocuments } from './documents.mjs';
import { checkHtml, checkSvgFiles } from './markup.mjs';
import { checkPages } from './pages.mjs';
import { pagesOf } from './site.mjs';

export async function run(suite, options) {
    const site = options.site ?? options.rest[0];
    if (!site || !existsSync(site)) throw new Error(`no site to check: ${site ?? 'name its folder'}`);
    if (!pagesOf(site).length) throw new Error(`${site} has no page`);
    checkDataPackage(suite, site);
    // The checker in Java and the browser work at the same time; a part that fails leaves the others going.
    const parts = [checkHtml(suite, site), checkPages(suite, site), checkDocuments(suite, site), checkSvgFiles(suite, site)];
    for (const part of await Promise.allSettled(parts)) {
        if (part.status === 'rejected') suite.fail('runs to its end', part.reason.stack ?? part.reason);
    }
}

if (isMain(import.meta.url)) await runAlone('browser', run);
