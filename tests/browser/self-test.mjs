// The site checks themselves: of the pages of fixtures/broken each must fail for its own reason, as must those of its data, and right.html for none.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Suite, isMain, runAlone } from '../tools/suite.mjs';
import { run as checkSite } from './check-site.mjs';

const SITE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures/broken');

const EXPECTED = {
    'overlap.html': ['layout at 320 px', /texts overlap: .*"first" and .*"second"/],
    'clipped.html': ['layout at 1280 px', /text clipped by .*"beyond the frame"/],
    'small.html': ['layout at 1600 px', /text of 6 px: .*"small"/],
    'wide.html': ['layout at 768 px', /1416 px wide in a window of 768 px\n.*<p\.wide>/],
    'pale.html': ['axe at 320 px', /color-contrast/],
    'night.html': ['axe in dark', /color-contrast/],
    'elsewhere.html': ['silent console', /asked elsewhere: .*pixel\.png/],
    'policy.html': ['silent console', /Content Security Policy/],
    'script.html': ['from a disk', /undefinedFunction is not defined/],
    'only-script.html': ['from a disk, without JavaScript', /paragraphs: 0 seen, 1/],
    'links.html': ['links', /absent\.html.*\n.*no id "absent".*\n.*any path\n.*leaves.*\n.*scheme.*\n.*folder.*\n.*absent\.svg/],
    'twice.html': ['page', /id "a" a second time/],
    'invalid.html': ['valid HTML', /No “p” element in scope/],
    'malformed.svg': ['SVG', /tag mismatch/],
    'cells.csv': ['data', /2: number: "one" is no number\n3: code: "" is required\n.*3: state: "x" is not of its list\n.*code \["a"\] a second time/s],
    'columns.csv': ['data', /its columns are code,nombre, its fields code,number/],
    'undescribed.csv': ['data', /is not described/],
    'absent.csv': ['data', /is described but absent/],
    'styled.svg': ['SVG', /id "a" twice\na style attribute/],
};

class SilentSuite extends Suite {
    failures = [];
    fail(name, detail) {
        this.failures.push({ name, detail });
    }
}

export async function run(suite) {
    const inner = new SilentSuite('broken site');
    await checkSite(inner, { site: SITE, rest: [] });
    for (const [file, [kind, reason]] of Object.entries(EXPECTED)) {
        const failure = inner.failures.find(({ name }) => name === `${kind}: ${file}`);
        suite.check(`${kind} fails for ${file}`, failure && reason.test(failure.detail), failure?.detail ?? 'it passed');
    }
    const wrong = inner.failures.filter(({ name }) => name.endsWith(': right.html') || !name.includes(': '));
    suite.checkNone('right.html passes', wrong.map(({ name, detail }) => `${name}\n${detail}`));
}

if (isMain(import.meta.url)) await runAlone('checkers', run);
