// A suite collects cases: what passes is counted, what fails is printed at once. A case that could not run has failed.
//
//   export async function run(suite, options) { suite.check('two and two', 2 + 2 === 4, 'got …'); }
//   if (isMain(import.meta.url)) await runAlone('arithmetic', run);
import { spawn } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const MOST_DETAIL_LINES = 60;
const MOST_SHOWN_OF_A_KIND = 12;

function indented(detail) {
    const lines = String(detail).trimEnd().split('\n');
    const shown = lines.slice(0, MOST_DETAIL_LINES).map((line) => `    ${line}`);
    if (lines.length > shown.length) shown.push(`    … ${lines.length - shown.length} more lines`);
    return shown.join('\n');
}

export class Suite {
    constructor(name) {
        this.name = name;
        this.passed = 0;
        this.failed = 0;
        this.kinds = new Map();
        this.start = Date.now();
    }
    pass() {
        this.passed += 1;
    }
    // The kind of a case is its name up to ": "; of the failures of one kind, the first are shown and all are counted.
    fail(name, detail = '') {
        this.failed += 1;
        const kind = name.split(': ')[0];
        this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
        if (this.kinds.get(kind) > MOST_SHOWN_OF_A_KIND) return;
        console.log(`not ok - ${this.name}: ${name}`);
        if (detail) console.log(indented(detail));
    }
    check(name, ok, detail = '') {
        if (ok) this.pass();
        else this.fail(name, detail);
    }
    // One case: it fails with the list of what is wrong, one a line.
    checkNone(name, faults) {
        this.check(name, faults.length === 0, faults.join('\n'));
    }
    note(text) {
        console.log(`# ${this.name}: ${text}`);
    }
    summary() {
        const seconds = ((Date.now() - this.start) / 1000).toFixed(1);
        const hidden = [...this.kinds].filter(([, count]) => count > MOST_SHOWN_OF_A_KIND);
        const more = hidden.map(([kind, count]) => `# ${this.name}: ${count} failures of "${kind}", the first ${MOST_SHOWN_OF_A_KIND} shown\n`);
        return `${more.join('')}${this.failed ? 'FAILED' : 'ok    '} ${this.name.padEnd(12)} ${this.passed} ok, ${this.failed} not ok, ${seconds} s`;
    }
}

// --build DIR, --site DIR, --update-golden and free arguments, the same for the runner and each suite alone.
export function parseArguments(words) {
    const options = { build: 'build-sanitize', site: null, updateGolden: false, only: null, rest: [] };
    for (let i = 0; i < words.length; i += 1) {
        if (words[i] === '--build') options.build = words[++i];
        else if (words[i] === '--site') options.site = words[++i];
        else if (words[i] === '--only') options.only = words[++i].split(',');
        else if (words[i] === '--update-golden') options.updateGolden = true;
        else if (words[i].startsWith('-')) throw new Error(`unknown option ${words[i]}`);
        else options.rest.push(words[i]);
    }
    options.build = path.resolve(ROOT, options.build);
    options.program = path.join(options.build, 'gencarto');
    return options;
}

export function isMain(url) {
    return process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(url);
}

// Runs one suite; what it throws is a failed case, so that nothing passes by not running.
export async function runSuite(name, run, options) {
    const suite = new Suite(name);
    try {
        await run(suite, options);
        if (suite.passed + suite.failed === 0) suite.fail('runs', 'it had no case');
    } catch (error) {
        suite.fail('runs to its end', error.stack ?? error);
    }
    console.log(suite.summary());
    return suite;
}

export async function runAlone(name, run) {
    const suite = await runSuite(name, run, parseArguments(process.argv.slice(2)));
    process.exitCode = suite.failed ? 1 : 0;
}

// Runs a program to its end: { code, signal, stdout, stderr, output }, output being both in the order they came.
export function execute(command, words, options = {}) {
    return new Promise((resolve) => {
        const result = { code: null, signal: null, stdout: '', stderr: '', output: '' };
        const child = spawn(command, words, { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'], timeout: 600000, ...options });
        for (const stream of ['stdout', 'stderr']) {
            child[stream].setEncoding('utf8');
            child[stream].on('data', (text) => {
                result[stream] += text;
                result.output += text;
            });
        }
        child.on('error', (error) => resolve({ ...result, code: 127, output: `${command}: ${error.message}` }));
        child.on('close', (code, signal) => resolve({ ...result, code, signal }));
        child.stdin.on('error', () => {});
        child.stdin.end(options.input ?? '');
    });
}

// Works through the items, as many at a time as there are processors.
export async function inParallel(items, work) {
    const queue = [...items];
    const worker = async () => {
        while (queue.length > 0) await work(queue.shift());
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

export function ending(result) {
    return result.signal ? `ended by ${result.signal}` : `exit code ${result.code}`;
}

// Every file below a folder, as sorted paths relative to it, `/` between names.
export function filesBelow(folder, skip = () => false) {
    const found = [];
    const visit = (relative) => {
        const entries = readdirSync(path.join(folder, relative), { withFileTypes: true });
        for (const entry of entries) {
            const name = relative ? `${relative}/${entry.name}` : entry.name;
            if (skip(name)) continue;
            if (entry.isDirectory()) visit(name);
            else found.push(name);
        }
    };
    visit('');
    return found.sort();
}
