// Every test of the project, or those of --only: one line a suite, each failure as it comes, and a last line that counts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run as browser } from './browser/check-site.mjs';
import { run as checkers } from './browser/self-test.mjs';
import { run as command } from './command/run.mjs';
import { run as golden } from './golden/run.mjs';
import { run as includes } from './structure/includes.mjs';
import { run as prose } from './structure/prose.mjs';
import { run as recount } from './recount/run.mjs';
import { run as determinism } from './tools/determinism.mjs';
import { ending, execute, filesBelow, parseArguments, runSuite } from './tools/suite.mjs';
import { run as unit } from './tools/unit.mjs';

const SUITES = { includes, prose, unit, recount, command, golden, determinism, checkers, browser };
const NEED_SITE = ['determinism', 'browser'];

// What every site has; `*` is one name.
const FILES = [
    'index.html', 'carte/index.html', 'territoires/*/index.html', 'territoires/*/*/index.html', 'formations/index.html',
    'formations/*/index.html', 'structures/index.html', 'structures/*/index.html', 'metiers/*/index.html',
    'vagues/*/index.html', 'indicateurs/*/index.html', 'rapports/*/index.html', 'donnees/index.html',
    'donnees/public.sqlite', 'donnees/datapackage.json', 'methodologie/index.html', 'qualite/index.html',
    'accessibilite/index.html', 'mentions-legales/index.html', '404.html', 'manifest.json',
];

// The one site that the later suites look at, from the program with the sanitizers.
async function site(suite, options) {
    const result = await execute(options.program, ['build', 'input/gen', '-o', options.site]);
    suite.check('gencarto build input/gen', result.code === 0, `${ending(result)}\n${result.output}`);
    const made = result.code === 0 ? filesBelow(options.site) : [];
    for (const file of FILES) {
        const pattern = new RegExp(`^${file.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}$`);
        suite.check(`the site has ${file}`, made.some((name) => pattern.test(name)), 'absent');
    }
}

async function main() {
    const options = parseArguments(process.argv.slice(2));
    const names = options.only ?? Object.keys(SUITES);
    const unknown = names.filter((name) => !SUITES[name]);
    if (unknown.length) throw new Error(`no suite ${unknown}; there are ${Object.keys(SUITES).join(', ')}`);

    const scratch = mkdtempSync(path.join(tmpdir(), 'gencarto-test-'));
    const done = [];
    try {
        if (!options.site && names.some((name) => NEED_SITE.includes(name))) {
            options.site = path.join(scratch, 'site');
            done.push(await runSuite('site', site, options));
        }
        for (const name of names) done.push(await runSuite(name, SUITES[name], options));
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
    const sum = (key) => done.reduce((total, suite) => total + suite[key], 0);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
    process.exitCode = sum('failed') ? 1 : 0;
}

await main().catch((error) => {
    console.error(`tests: ${error.message}`);
    process.exitCode = 2;
});
