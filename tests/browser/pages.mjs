// A page or two of each template in Chromium: layout at four widths, axe in light, dark and narrow, no word on the
// console, nothing asked of another host, and the same content without JavaScript and from a disk.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './chromium.mjs';
import { layoutFaults } from './layout.mjs';
import { samplePages, serve } from './site.mjs';

const WIDTHS = [320, 768, 1280, 1600];
const HEIGHT = 900;
const AXE_WIDTHS = [320, 1280];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Everything that the page says or asks for against the rules, in a list that fills while it lives.
function listen(page, origin) {
    const faults = [];
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
    page.on('request', (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asked elsewhere: ${request.url()}`);
    });
    page.on('requestfailed', (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on('response', (response) => {
        if (response.status() >= 400) faults.push(`answer ${response.status()}: ${response.url()}`);
    });
    return faults;
}

async function axeFaults(page) {
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    return violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => {
            const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ');
            return `${id} (${help}): ${node.target.join(' ')}\n  ${why}`;
        }),
    );
}

// How much there is to see: what JavaScript may filter and zoom, but not bring.
function contentSeen() {
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).length;
    return { headings: seen('h1, h2, h3'), rows: seen('tr'), figures: seen('svg, img'), paragraphs: seen('p, li') };
}

async function checkLive(suite, browser, base, name) {
    const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT }, reducedMotion: 'reduce', colorScheme: 'light' });
    await context.addInitScript({ content: AXE });
    const page = await context.newPage();
    const spoken = listen(page, base);
    await page.goto(base + name, { waitUntil: 'load' });
    for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        suite.checkNone(`layout at ${width} px: ${name}`, await page.evaluate(layoutFaults));
        if (AXE_WIDTHS.includes(width)) suite.checkNone(`axe at ${width} px: ${name}`, await axeFaults(page));
    }
    await page.setViewportSize({ width: 1280, height: HEIGHT });
    const content = await page.evaluate(contentSeen);
    await page.emulateMedia({ colorScheme: 'dark' });
    suite.checkNone(`axe in dark: ${name}`, await axeFaults(page));
    suite.checkNone(`silent console: ${name}`, spoken);
    await context.close();
    return content;
}

async function checkWithoutScript(suite, browser, url, name, content) {
    const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT }, javaScriptEnabled: false });
    const page = await context.newPage();
    const spoken = listen(page, new URL('.', url).protocol === 'file:' ? 'file:' : url);
    await page.goto(url, { waitUntil: 'load' });
    const seen = await page.evaluate(contentSeen);
    const less = Object.keys(content).filter((kind) => seen[kind] < content[kind]);
    const missing = less.map((kind) => `${kind}: ${seen[kind]} seen, ${content[kind]} with JavaScript`);
    suite.checkNone(`from a disk, without JavaScript: ${name}`, [...spoken, ...missing, ...(await page.evaluate(layoutFaults))]);
    await context.close();
}

async function checkFromDisk(suite, browser, url, name) {
    const page = await browser.newPage({ viewport: { width: 1280, height: HEIGHT } });
    const spoken = listen(page, 'file:');
    await page.goto(url, { waitUntil: 'load' });
    suite.checkNone(`from a disk: ${name}`, spoken);
    await page.close();
}

export async function checkPages(suite, site) {
    const browser = await launch();
    const server = await serve(site);
    try {
        for (const name of samplePages(site)) {
            const file = pathToFileURL(path.resolve(site, name)).href;
            const content = await checkLive(suite, browser, server.url, name);
            await checkFromDisk(suite, browser, file, name);
            await checkWithoutScript(suite, browser, file, name, content);
        }
    } finally {
        server.close();
        await browser.close();
    }
}
