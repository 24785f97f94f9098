// Screenshots, to look at: node tests/browser/shots.mjs SITE OUTDIR [PAGE...]
// Each page in light and dark, 320 and 1280 px wide, whole; without PAGE, one or two of each template.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launch } from './chromium.mjs';
import { samplePages, serve } from './site.mjs';

async function shoot(browser, base, name, outdir) {
    for (const colorScheme of ['light', 'dark']) {
        for (const width of [320, 1280]) {
            const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
            await page.goto(base + name, { waitUntil: 'load' });
            const file = `${name.replace(/\.html$/, '').replaceAll('/', '_')}-${colorScheme}-${width}.png`;
            await page.screenshot({ path: path.join(outdir, file), fullPage: true });
            console.log(path.join(outdir, file));
            await page.close();
        }
    }
}

async function main([site, outdir, ...pages]) {
    if (!site || !outdir) throw new Error('usage: shots.mjs SITE OUTDIR [PAGE...]');
    mkdirSync(outdir, { recursive: true });
    const server = await serve(site);
    const browser = await launch();
    try {
        for (const name of pages.length ? pages : samplePages(site)) await shoot(browser, server.url, name, outdir);
    } finally {
        await browser.close();
        server.close();
    }
}

await main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
