// Same input, same bytes: wherever it is built, in whatever locale, time zone, umask and number of jobs; and the wall's
// file alone makes the same site.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, ending, execute, filesBelow, isMain, runAlone } from './suite.mjs';

// What differs between two trees of files, in words.
export function treeFaults(expected, actual) {
    const before = new Set(filesBelow(expected));
    const after = new Set(filesBelow(actual));
    const faults = [];
    for (const name of before) {
        if (!after.has(name)) faults.push(`absent: ${name}`);
        else if (!readFileSync(path.join(expected, name)).equals(readFileSync(path.join(actual, name)))) {
            faults.push(`other bytes: ${name}`);
        }
    }
    for (const name of after) if (!before.has(name)) faults.push(`one too many: ${name}`);
    return faults;
}

async function compare(suite, name, site, output, program, words, options) {
    const result = await execute(program, words, options);
    if (result.code !== 0) suite.fail(name, `${ending(result)}\n${result.output}`);
    else suite.checkNone(name, treeFaults(site, output));
}

export async function run(suite, { program, site }) {
    const scratch = mkdtempSync(path.join(tmpdir(), 'gencarto-determinism-'));
    const input = path.join(scratch, 'a copy of the input, elsewhere', 'gen');
    const folder = (name) => path.join(scratch, name);
    try {
        mkdirSync(path.dirname(input));
        cpSync(path.join(ROOT, 'input/gen'), input, { recursive: true });
        const output = folder('another');
        const elsewhere = { env: { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'C.UTF-8', LANGUAGE: 'tr', HOME: scratch } };
        await compare(suite, 'one job, another folder, locale and time zone', site, output, program,
            ['build', input, '-o', output, '--jobs', '1'], elsewhere);
        const many = folder('many');
        await compare(suite, 'seven jobs and no environment', site, many, program,
            ['build', 'input/gen', '-o', many, '--jobs', '7'], { env: {} });
        await compare(suite, 'a second build into the same folder', site, many, program, ['build', 'input/gen', '-o', many]);
        const rendered = folder('rendered');
        await compare(suite, 'render of public.sqlite alone', site, rendered, program,
            ['render', path.join(site, 'donnees/public.sqlite'), '-o', rendered]);
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

if (isMain(import.meta.url)) await runAlone('determinism', run);
