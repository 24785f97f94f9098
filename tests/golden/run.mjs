// Golden tests. tests/golden/NAME/ has input/ (an input folder) and expected/ (any of the files that a build of it
// makes): each file of expected/ is one case, compared byte for byte. With --update-golden each difference is shown,
// and taken over where the answer is yes. To add a file to a test, create it empty in expected/ and update.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { ROOT, ending, execute, filesBelow, isMain, runAlone } from '../tools/suite.mjs';

const GOLDEN = path.join(ROOT, 'tests/golden');

async function difference(expected, actual, name) {
    const diff = await execute('diff', ['-u', '--label', `expected/${name}`, '--label', `built/${name}`, expected, actual]);
    return diff.output;
}

async function takeOver(question) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(question);
    terminal.close();
    return /^(y|yes|o|oui)$/i.test(answer.trim());
}

async function checkFile(suite, test, name, output, update) {
    const expected = path.join(GOLDEN, test, 'expected', name);
    const actual = path.join(output, name);
    const label = `${test}: ${name}`;
    if (!existsSync(actual)) return suite.fail(label, 'the build does not make this file');
    if (readFileSync(expected).equals(readFileSync(actual))) return suite.pass();
    const diff = await difference(expected, actual, name);
    if (!update) return suite.fail(label, diff);
    console.log(diff);
    if (!(await takeOver(`Take this over into ${label}? [y/N] `))) return suite.fail(label, 'left as it was');
    copyFileSync(actual, expected);
    return suite.pass();
}

async function checkTest(suite, test, options) {
    const folder = path.join(GOLDEN, test);
    const names = existsSync(path.join(folder, 'expected')) ? filesBelow(path.join(folder, 'expected')) : [];
    if (!names.length) return suite.fail(test, 'expected/ has no file to compare');
    const scratch = mkdtempSync(path.join(tmpdir(), 'gencarto-golden-'));
    try {
        const output = path.join(scratch, 'site');
        const result = await execute(options.program, ['build', path.join(folder, 'input'), '-o', output]);
        for (const name of names) {
            if (result.code !== 0) suite.fail(`${test}: ${name}`, `the build: ${ending(result)}\n${result.output}`);
            else await checkFile(suite, test, name, output, options.updateGolden);
        }
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

export async function run(suite, options) {
    if (options.updateGolden && !process.stdin.isTTY) throw new Error('--update-golden asks: it needs a terminal');
    const folders = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    if (!folders.length) return suite.fail('tests/golden', 'there is no golden test');
    for (const folder of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) await checkTest(suite, folder.name, options);
}

if (isMain(import.meta.url)) await runAlone('golden', run);
