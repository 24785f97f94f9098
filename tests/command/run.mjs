// The program as its users run it: words and files in, exit code, messages and a whole site out.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT, ending, execute, inParallel, filesBelow, isMain, runAlone } from '../tools/suite.mjs';
import { BAD_INPUTS } from './bad-inputs.mjs';
import { FORMER_MUTATIONS, MUTATIONS, OUTPUT_MUTATIONS, PERSONAL_MUTATIONS } from './mutations.mjs';
import { differences, explanations, privateExplanations } from './consult.mjs';
import { hiddenReleases } from './hidden-releases.mjs';
import { addedIndicators } from './indicators.mjs';
import { leaks } from './leaks.mjs';
import { modes } from './modes.mjs';
import { parse } from './parse.mjs';
import { releases } from './releases.mjs';
import { kits } from './kits.mjs';
import { reports, rules } from './reports.mjs';
import { canariesBelow, canariesIn, canaryFiles, sampleFiles, snapshot, writeFolder } from './sample.mjs';

// One place for a group of cases: `run(...words)` runs the program, each result is looked through for canaries.
class Bench {
    constructor(suite, options, scratch) {
        Object.assign(this, { suite, program: options.program, scratch });
        this.input = this.path('input');
        this.site = this.path('site');
        writeFolder(this.input, sampleFiles());
    }
    path(name) {
        return path.join(this.scratch, name);
    }
    async run(...words) {
        const result = await execute(this.program, words);
        this.suite.checkNone(`no canary in what is said: ${words.join(' ')}`, canariesIn(result.output, 'output'));
        return result;
    }
    expect(name, result, code, ...patterns) {
        const told = `${ending(result)}\n${result.output}`;
        this.suite.check(`${name}: exit code ${code}`, result.code === code, told);
        for (const pattern of patterns) {
            const found = typeof pattern === 'string' ? result.output.includes(pattern) : pattern.test(result.output);
            this.suite.check(`${name}: says ${pattern}`, found, told);
        }
    }
    // Nothing of the former site changed, nothing is left beside it.
    expectIntact(name, before) {
        this.suite.check(`${name}: the former site is intact`, snapshot(this.site) === before, 'it changed');
        this.expectNoLeftover(name);
    }
    // The boundaries that were projected and simplified are kept, as README says.
    expectNoLeftover(name) {
        const left = readdirSync(this.scratch).filter((one) => one.startsWith('.') && !one.endsWith('.cache'));
        this.suite.check(`${name}: nothing is left beside the output`, left.length === 0, left.join('\n'));
    }
}

async function words(bench) {
    const help = await bench.run('--help');
    bench.expect('--help', help, 0, /Usage: gencarto COMMAND/, /Exit codes/);
    bench.suite.check('--help is on standard output', help.stderr === '', help.stderr);
    bench.expect('--version', await bench.run('--version'), 0, /^gencarto \d+\.\d+\.\d+\n$/);
    bench.expect('no command', await bench.run(), 2, /Usage/);
    bench.expect('a mistyped command', await bench.run('biuld'), 2, /did you mean build\?/);
    bench.expect('a negative number', await bench.run('new', bench.path('negative'), '--enrolments', '-5'), 2, /--enrolments -5: expected a whole number from 0 to/);
    const own = await bench.run('diff', '--help');
    bench.suite.check('the help of a command has its own exit codes', /\n {3}3 {2}/.test(own.stdout) && !/\n( {3}5| {2}75) {2}/.test(own.stdout), own.stdout);
    for (const [command, ...after] of [['diff', bench.input], ['audit']]) {
        bench.expect(`${command} of an input folder`, await bench.run(command, bench.input, ...after), 3, /no site .*donnees\/public\.sqlite.*gencarto build/);
        bench.expect(`${command} of nothing`, await bench.run(command, bench.path('nowhere'), ...after), 3, /nowhere: no such file or folder/);
    }
    bench.expect('audit of a file', await bench.run('audit', path.join(bench.input, 'formations.csv')), 3, /give the folder of a site/);
    bench.expect('a mistyped option', await bench.run('build', '--tempaltes', 'x'), 2, /did you mean --templates\?/);
    for (const command of [...help.stdout.matchAll(/^ {2}(?!gencarto)([a-z]+) [[A-Z]/gm)].map((match) => match[1])) {
        bench.expect(`${command} --help`, await bench.run(command, '--help'), 0, `Usage: gencarto ${command}`, /Examples:/);
    }
}

// The libraries that are opened at their first use, and which of them each command does open.
const FOREIGN = ['libcairo', 'libfreetype', 'libgeos_c', 'libglpk', 'libharfbuzz', 'libproj'];

async function libraries(bench) {
    const opened = async (...words) => {
        const result = await execute(bench.program, words, { env: { ...process.env, LD_DEBUG: 'files' } });
        bench.suite.check(`${words[0]} runs`, result.code === 0, ending(result));
        return FOREIGN.filter((name) => new RegExp(`calling init: .*/${name}\\.so`).test(result.stderr)).join(' ');
    };
    const expect = (name, found, expected) => bench.suite.check(`${name} opens ${expected || 'nothing'}`, found === expected, found);
    const sample = path.join(bench.input, readdirSync(bench.input).find((name) => name.startsWith('inscriptions')));
    expect('--version', await opened('--version'), '');
    expect('parse', await opened('parse', sample), '');
    expect('check', await opened('check', bench.input), '');
    expect('build', await opened('build', bench.input, '-o', bench.site, '--jobs', '1'), 'libcairo libfreetype libgeos_c libharfbuzz libproj');
}

async function badInputs(bench) {
    bench.expect('the sample', await bench.run('build', bench.input, '-o', bench.site), 0);
    bench.suite.checkNone('no canary in the site of the sample', canariesBelow(bench.site));
    const before = snapshot(bench.site);
    for (const one of BAD_INPUTS) await badInput(bench, one, before);
    const absent = await bench.run('build', bench.path('nowhere'), '-o', bench.site);
    bench.expect('an absent folder', absent, 3, /nowhere/, /programme\.xml/);
    bench.expectIntact('an absent folder', before);
}

async function badInput(bench, one, before) {
    const files = sampleFiles();
    one.change(files);
    const folder = bench.path(`input-${BAD_INPUTS.indexOf(one)}`);
    writeFolder(folder, files);
    const says = one.says.map((what) => (typeof what === 'function' ? what(files) : what));
    const text = await bench.run('check', folder);
    bench.expect(`${one.name}: check`, text, one.code, ...says);
    const verdict = one.code === 0 ? /\naccepted: .*\n$/ : /^$|\nrefused: .*\n {2}.*\n$/;
    bench.suite.check(`${one.name}: the verdict is the last line`, verdict.test(text.stdout), text.stdout);
    for (const format of ['sarif', 'junit']) await bench.run('check', folder, '--format', format);
    await checkDocument(bench, one, folder);
    const strict = one.strict ?? one.code;
    if (strict === 0) {
        await checkSite(bench, one, folder, '--strict');
    } else {
        bench.expect(`${one.name}: build --strict`, await bench.run('build', folder, '-o', bench.site, '--strict'), strict);
        bench.expectIntact(`${one.name}: build --strict`, before);
        if (one.code === 0) await checkSite(bench, one, folder);
    }
}

async function checkDocument(bench, one, folder) {
    const result = await bench.run('check', folder, '--format', 'json');
    let document = null;
    try {
        document = JSON.parse(result.stdout);
    } catch (error) {
        bench.suite.fail(`${one.name}: check --format json is JSON`, `${error.message}\n${result.stdout}`);
        return;
    }
    bench.suite.check(`${one.name}: the document says whether it is accepted`,
        document.accepted === (one.code === 0) && (document.refusal === null) === document.accepted, result.stdout);
    const tables = document.tasks.filter((task) => task.type === 'table').map((task) => task.stats);
    const aside = tables.every((file) => file.rows_read === file.rows_loaded + file.rows_set_aside);
    bench.suite.check(`${one.name}: rows read = loaded + set aside`, aside, result.stdout);
}

// A site beside the one that must stay; its files are looked through.
async function checkSite(bench, one, folder, ...options) {
    const output = bench.path('other-site');
    bench.expect(`${one.name}: build`, await bench.run('build', folder, '-o', output, ...options), 0);
    bench.suite.checkNone(`${one.name}: no canary in the site`, canariesBelow(output));
    const wrong = one.site
        ? filesBelow(output).filter((name) => /\.(html|svg|xml)$/.test(name) && !one.site(readFileSync(path.join(output, name), 'utf8')))
        : [];
    bench.suite.checkNone(`${one.name}: the site's markup`, wrong);
    rmSync(output, { recursive: true });
}

async function outputs(bench) {
    const foreign = bench.path('foreign');
    writeFolder(foreign, { 'thesis.txt': 'mine' });
    bench.expect('a foreign folder', await bench.run('build', bench.input, '-o', foreign), 1, /not empty/);
    bench.suite.check('a foreign folder stays', readdirSync(foreign).join() === 'thesis.txt', 'it changed');
    symlinkSync(foreign, bench.path('link'));
    bench.expect('a link', await bench.run('build', bench.input, '-o', bench.path('link')), 1, /is a link/);
    bench.expect('an output in the input', await bench.run('build', bench.input, '-o', path.join(bench.input, 'site')), 2, /elsewhere/);
    bench.expect('an output around the input', await bench.run('build', bench.input, '-o', bench.scratch), 2, /elsewhere/);
    bench.expect('an output without a name', await bench.run('build', bench.input, '-o', '/'), 2);
    bench.expect('a folder that cannot be made', await bench.run('build', bench.input, '-o', '/proc/none/site'), 1, /\/proc\/none/);
    bench.expect('absent templates', await bench.run('build', bench.input, '-o', bench.site, '--templates', foreign), 2, /theme\.xml/);
    const nested = bench.path('a/b/site');
    writeFolder(bench.path('kept'), { 'README.md': 'mine' });
    bench.expect('an output below new folders', await bench.run('build', bench.input, '-o', nested), 0);
    bench.expect('an output with a README.md', await bench.run('build', bench.input, '-o', bench.path('kept')), 0);
    bench.suite.check('README.md is kept', readFileSync(bench.path('kept/README.md'), 'utf8') === 'mine');
    bench.expectNoLeftover('outputs');
}

// A fault of a template shows in the middle of the work.
async function templates(bench) {
    await bench.run('build', bench.input, '-o', bench.site);
    const before = snapshot(bench.site);
    const copy = bench.path('templates');
    cpSync(path.join(ROOT, 'templates'), copy, { recursive: true });
    const page = path.join(copy, 'pages/index.xhtml');
    writeFileSync(page, readFileSync(page, 'utf8').replace('</main>', '<p>{nothing.like_this}</p></main>'));
    const result = await bench.run('build', bench.input, '-o', bench.site, '--templates', copy);
    bench.expect('a wrong template', result, 5, /index\.xhtml:\d+:\d+/, /nothing/);
    bench.expectIntact('a wrong template', before);
}

async function halves(bench) {
    const file = bench.path('public.sqlite');
    bench.expect('build', await bench.run('build', bench.input, '-o', bench.site), 0);
    bench.expect('compile', await bench.run('compile', bench.input, '-o', file), 0, /render/);
    bench.expect('render', await bench.run('render', file, '-o', bench.path('rendered')), 0);
    const manifests = ['site', 'rendered'].map((name) => readFileSync(bench.path(`${name}/manifest.json`), 'utf8'));
    bench.suite.check('compile and render make the site of build', manifests[0] === manifests[1], 'their manifests differ');
    bench.expect('compile again', await bench.run('compile', bench.input, '-o', file), 0);
    bench.expect('render from the site itself', await bench.run('render', path.join(bench.site, 'donnees/public.sqlite'), '-o', bench.site), 0,
        /0 written/, /0 removed/);
    bench.suite.checkNone('no canary in the public file', canariesIn(readFileSync(file).toString('latin1'), 'public.sqlite'));

    writeFileSync(bench.path('notes.sqlite'), 'my notes');
    bench.expect('compile over a foreign file', await bench.run('compile', bench.input, '-o', bench.path('notes.sqlite')), 1, /was not made by/);
    bench.suite.check('the foreign file stays', readFileSync(bench.path('notes.sqlite'), 'utf8') === 'my notes');
    bench.expect('render of no database', await bench.run('render', bench.path('notes.sqlite'), '-o', bench.site), 3, /notes\.sqlite/);
    bench.expect('render of nothing', await bench.run('render', bench.path('none.sqlite'), '-o', bench.site), 3, /none\.sqlite/);
    bench.expect('another quarter', await bench.run('build', bench.input, '-o', bench.site, '--release', '2017-T3'), 0);
    const manifest = JSON.parse(readFileSync(bench.path('site/manifest.json'), 'utf8'));
    bench.suite.check('--release is obeyed', manifest.release === '2017-T3', manifest.release);
    bench.expectNoLeftover('halves');
}

// The secret of the protection: made once, read by its owner alone, never published.
async function keys(bench) {
    const key = path.join(bench.input, '.gencarto-key');
    const compile = (name, ...options) => bench.run('compile', bench.input, '-o', bench.path(name), ...options);
    const bytes = (name) => readFileSync(bench.path(name)).toString('latin1');
    bench.expect('simulated data', await compile('simulated.sqlite'), 0);
    bench.suite.check('simulated data go without a key', !existsSync(key));

    const files = sampleFiles();
    writeFolder(bench.input, { 'programme.xml': files['programme.xml'].replace('simulees="oui"', 'simulees="non"') });
    bench.expect('the first run', await compile('first.sqlite'), 0, /\.gencarto-key: made/);
    bench.suite.check('the key is its owner\'s alone', (statSync(key).mode & 0o777) === 0o600);
    const secret = readFileSync(key, 'utf8');
    bench.suite.check('the key is 32 digits', /^[0-9a-f]{32}\n$/.test(secret));
    const second = await compile('second.sqlite');
    bench.suite.check('the second run keeps the key', second.code === 0 && readFileSync(key, 'utf8') === secret, second.output);
    bench.suite.check('the same key gives the same bytes', bytes('first.sqlite') === bytes('second.sqlite'));
    bench.suite.check('the key is not said', !second.output.includes(secret.trim()));

    bench.expect('a site', await bench.run('build', bench.input, '-o', bench.site), 0);
    const told = filesBelow(bench.site).filter((name) => readFileSync(path.join(bench.site, name)).toString('latin1').includes(secret.trim()));
    bench.suite.checkNone('the key is not published', told);
    bench.suite.check('the site says that there is a key',
        readFileSync(bench.path('site/methodologie/index.html'), 'utf8').includes('sous une clé secrète, décide'));

    writeFileSync(bench.path('other'), `${'5'.repeat(32)}\n`, { mode: 0o600 });
    bench.expect('--key', await compile('other.sqlite', '--key', bench.path('other')), 0);
    bench.suite.check('another key gives other bytes', bytes('first.sqlite') !== bytes('other.sqlite'));
    bench.expect('an absent key', await compile('none.sqlite', '--key', bench.path('none')), 3, /none/);
    writeFileSync(bench.path('text'), 'no key\n', { mode: 0o600 });
    bench.expect('a file that is no key', await compile('none.sqlite', '--key', bench.path('text')), 3, /hexadecimal/);
    chmodSync(key, 0o644);
    bench.expect('a key that others can read', await compile('none.sqlite'), 3, /chmod 600/);
}

// One row in fifty has a fault of form; its canary stays in it.
function breakRows(text) {
    const faults = [
        (line) => line.replace(';', ';"open'),
        (line) => `${line};kanari-beyond`,
        (line) => line.split(';').slice(0, 4).join(';'),
        (line) => line.replace(';', '\u0000;'),
        (line) => line.replace(';', ';in "side" it'),
    ];
    return text.split('\n').map((line, i) => (i > 0 && i % 100 === 7 ? faults[Math.floor(i / 100) % faults.length](line) : line)).join('\n');
}

// Two hundred texts, in every column of a personal table: not one of them is anywhere afterwards.
async function canaries(bench) {
    const { files, canaries: texts } = canaryFiles(8000);
    const folder = bench.path('planted');
    const list = bench.path('canaries');
    writeFolder(folder, files);
    writeFileSync(list, `${texts.join('\n')}\n`);
    bench.suite.check('at least 200 canaries are planted', new Set(texts).size >= 200, String(texts.length));
    const silent = async (name, code, ...words) => {
        const result = await bench.run(...words);
        bench.expect(name, result, code);
        bench.suite.check(`${name}: says no canary`, !/kanari/i.test(result.output), result.output.match(/.*kanari.*/i)?.[0]);
    };
    await silent('check', 0, 'check', folder);
    for (const format of ['json', 'sarif', 'junit']) await silent(`check --format ${format}`, 0, 'check', folder, '--format', format);
    // Broken in their form too: a quote never closed, cells too many and too few, a byte that is no text.
    const broken = { ...files, 'inscriptions.csv': breakRows(files['inscriptions.csv']) };
    writeFolder(bench.path('planted-broken'), broken);
    for (const format of ['text', 'json', 'sarif', 'junit']) {
        await silent(`check --format ${format}, broken rows`, 0, 'check', bench.path('planted-broken'), '--format', format);
    }
    // A row of data where the names of the columns should stand, or a part of one.
    const [header, first] = files['inscriptions.csv'].split('\n');
    const heads = [`kanari.personne@exemple.fr;${header.slice(header.indexOf(';') + 1)}`, `${header};kanari@exemple.fr;06 12 34 56 78`, first,
        `${header};kanari.mail@exemple.fr`];
    for (const [i, head] of heads.entries()) {
        const where = bench.path(`planted-head-${i}`);
        writeFolder(where, { ...files, 'inscriptions.csv': files['inscriptions.csv'].replace(header, head) });
        for (const format of ['text', 'json', 'sarif', 'junit']) {
            const told = await bench.run('check', where, '--format', format, '--progress', 'json');
            bench.suite.check(`data for a header (${i}), ${format}: no canary`, !/kanari|06 12 34/i.test(told.output), told.output.match(/.*(kanari|06 12 34).*/i)?.[0]);
        }
    }
    await silent('check --strict', 3, 'check', folder, '--strict');
    await silent('compile', 0, 'compile', folder, '-o', bench.path('public.sqlite'), '--progress', 'json');
    await silent('build', 0, 'build', folder, '-o', bench.site, '--progress', 'json');
    await silent('audit', 0, 'audit', bench.site, '--canaries', list);
    const found = [bench.site, folder, bench.scratch].flatMap((where) => filesBelow(where)
        .filter((name) => !name.startsWith('planted') && !(where === folder && name in files) && name !== 'canaries' && !name.startsWith('input'))
        .filter((name) => /kanari/i.test(`${name}\n${readFileSync(path.join(where, name)).toString('latin1')}`)));
    bench.suite.checkNone('no file holds a canary', found);

    const crowded = bench.path('crowded');
    writeFolder(crowded, canaryFiles(400).files);
    await silent('a refused check', 3, 'check', crowded);
    await silent('a refused build', 3, 'build', crowded, '-o', bench.path('refused'));
}

// One mutation of a copy of the site: the audit must miss what it took away, under the rule, in the file if one is said.
async function mutate(bench, { mutation: { name, rule, place }, code, change, options = [] }, index) {
    const copy = bench.path(`copy-${index}`);
    cpSync(bench.site, copy, { recursive: true });
    await change(copy);
    const patterns = place ? [`${rule}: `, `${place}: `] : [`${rule}: `];
    bench.expect(`audit: ${name}`, await bench.run('audit', copy, ...options), code, ...patterns);
    rmSync(copy, { recursive: true });
}

// What the audit is for: the protection switched off piece by piece, and each piece is missed.
async function audits(bench) {
    const simulated = bench.path('simulated');
    await bench.run('new', simulated, '--trainings', '40', '--enrolments', '1200', '--seed', '3', '--quiet');
    bench.expect('its site', await bench.run('build', simulated, '-o', bench.site, '--release', '2016-T3'), 0);
    const name = 'inscriptions-2016-T3.csv';
    const file = { name, bytes: readFileSync(path.join(simulated, name)) };
    const rows = file.bytes.toString('utf8').split('\n').slice(1, 40).map((line) => line.split(';'));
    const pseudonyms = rows.map((row) => row[1]).filter((text) => text?.length > 4);
    writeFileSync(bench.path('pseudonyms'), `${pseudonyms.join('\n')}\nkanari-texte\n`);
    const planted = ['--canaries', bench.path('pseudonyms')];
    bench.expect('audit', await bench.run('audit', bench.site, ...planted), 0, /no attack succeeds/, /texts of personal files/);
    bench.expect('audit --input', await bench.run('audit', bench.site, '--input', simulated), 0, /no attack succeeds/);
    bench.expect('audit of the sample', await bench.run('build', bench.input, '-o', bench.path('sample')), 0);
    bench.expect('audit of the sample', await bench.run('audit', bench.path('sample')), 0, /no attack succeeds/);
    const known = { pseudonym: pseudonyms[0], enrolment: rows[0][0], file };
    const cases = [
        ...MUTATIONS.map((mutation) => ({ mutation, code: 4, change: mutation.change, options: planted })),
        ...PERSONAL_MUTATIONS.map((mutation) => ({ mutation, code: 4, change: mutation.change(known), options: ['--input', simulated] })),
        ...FORMER_MUTATIONS.map((mutation) => ({ mutation, code: 4, change: mutation.change, options: ['--former', bench.site] })),
        ...OUTPUT_MUTATIONS.map((mutation) => ({ mutation, code: 5, change: mutation.change })),
    ];
    await inParallel(cases.entries(), ([index, one]) => mutate(bench, one, index));
    await auditSeveralFormer(bench);
    await leaks(bench, simulated, pseudonyms[0]);
    await auditLedger(bench, simulated);
    bench.expect('audit of no site', await bench.run('audit', simulated), 3, /public\.sqlite/);
    bench.expect('absent canaries', await bench.run('audit', bench.site, '--canaries', bench.path('none')), 3, /none/);
    bench.expect('an input without persons', await bench.run('audit', bench.site, '--input', bench.path('sample')), 3, /no file with a column/);
    await auditDocument(bench);
}

// Every former release counts, in whatever order they are named.
async function auditSeveralFormer(bench) {
    const changed = bench.path('changed-figure');
    cpSync(bench.site, changed, { recursive: true });
    await FORMER_MUTATIONS[0].change(changed);
    const audit = (...formers) => bench.run('audit', changed, ...formers.flatMap((former) => ['--former', former]));
    bench.expect('audit --former: the first of two differs', await audit(bench.site, changed), 4, /former-figure-changed: /, /former releases compared: 2 releases/);
    bench.expect('audit --former: the second of two differs', await audit(changed, bench.site), 4, /former-figure-changed: /);
    bench.expect('audit --former: with commas', await audit(`${bench.site},${changed}`), 4, /former releases compared: 2 releases/);
    bench.expect('audit --former: no name', await audit(','), 2, /it names no site/);
}

// A ledger in the input: the state of each cell, as published and otherwise.
async function auditLedger(bench, input) {
    const lines = readFileSync(path.join(bench.site, 'donnees/formations.csv'), 'utf8').trim().split('\n').map((line) => line.split(','));
    const [training, count] = lines.slice(1).map((line) => [line[0], Number(line.at(-2))]).find(([, number]) => number > 0);
    const write = (state) => writeFolder(path.join(input, 'releases'),
        { '2016-T3.csv': `# gencarto ledger 1; release 2016-T3\nmeasure,breakdown,entity,within,count\napprenants,,training:${training},,${state}\n` });
    write(count);
    bench.expect('audit with a ledger', await bench.run('audit', bench.site, '--input', input), 0, /no attack succeeds/);
    write(count + 5);
    bench.expect('audit with another ledger', await bench.run('audit', bench.site, '--input', input), 4, /ledger-not-followed: /, `training:${training}`);
}

// The report for programs.
async function auditDocument(bench) {
    const clean = JSON.parse((await bench.run('audit', bench.site, '--format', 'json')).stdout);
    bench.suite.check('audit --format json: nothing found', clean.disclosures === 0 && clean.broken === 0 && clean.faults.length === 0);
    bench.suite.check('audit --format json: what was read',
        clean.read.find((one) => one.kind === 'page').numbers > 0 && clean.attacked.shapes > 0 && clean.attacked.links > 0, JSON.stringify(clean.read));
    const page = path.join(bench.site, 'index.html');
    const before = readFileSync(page, 'utf8');
    rmSync(page);
    writeFileSync(page, before.replace('</main>', '<p>Dont 7 apprenants.</p></main>'));
    const broken = await bench.run('audit', bench.site, '--format', 'json');
    const fault = JSON.parse(broken.stdout).faults.find((one) => one.harm === 'disclosure');
    bench.suite.check('audit --format json: a fault says rule, place, what was found and the remedy', broken.code === 4 &&
        fault?.rule === 'sentence-not-multiple' && fault.place === 'index.html' && fault.found === '7' && fault.remedy.length > 10, broken.output);
}

async function startingFolders(bench) {
    const starter = bench.path('starter');
    bench.expect('new', await bench.run('new', starter), 0, /gencarto check/);
    bench.suite.check('new writes a configuration', existsSync(path.join(starter, 'programme.xml')));
    bench.expect('its check says what to do next', await bench.run('check', starter), 3, /no training in it yet: .*below the header/);
    bench.expect('new in a folder that is not empty', await bench.run('new', starter), 2, /starter/);
    const simulated = bench.path('simulated');
    bench.expect('new --trainings', await bench.run('new', simulated, '--trainings', '20', '--enrolments', '300'), 0, /simulated/);
    bench.expect('its check', await bench.run('check', simulated), 0, /rows read = /);
}

async function streams(bench) {
    const shell = (script) => execute('sh', ['-c', script, 'sh', bench.program, bench.input, bench.site]);
    bench.expect('a full standard output', await shell('"$1" check "$2" >/dev/full'), 1, /standard output/);
    for (const format of ['json', 'sarif', 'junit']) {
        bench.expect(`a full standard output of ${format}`, await shell(`"$1" check "$2" --format ${format} >/dev/full`), 1, /standard output/);
    }
    const kits = bench.path('kits-of-nothing');
    bench.expect('kits whose report cannot be written', await shell(`"$1" check "$2" --kits '${kits}' >/dev/full`), 1, /standard output/);
    bench.suite.check('are not made', !existsSync(kits));
    bench.expect('a full standard output of --help', await shell('"$1" --help >/dev/full'), 1, /standard output/);
    bench.expect('a closed standard output', await shell('"$1" check "$2" >&-'), 1);
    const away = await shell('{ "$1" check "$2"; echo "code $?" >&2; } | true');
    bench.expect('a reader who goes away', away, 0, /code 0/);
    const quiet = await bench.run('build', bench.input, '-o', bench.site, '--quiet');
    bench.suite.check('--quiet says nothing', quiet.code === 0 && quiet.output === '', `${ending(quiet)}\n${quiet.output}`);
    const checked = await bench.run('check', bench.input, '--quiet');
    bench.suite.check('check --quiet says nothing', checked.code === 0 && checked.output === '', checked.output);
    const lines = (await bench.run('build', bench.input, '-o', bench.site, '--progress', 'json', '--quiet')).stderr.trim().split('\n');
    const steps = lines.map((line) => JSON.parse(line));
    bench.suite.check('--progress json writes JSON lines', steps.length > 2 && steps.every((one) => one.step && one.done <= one.total),
        lines.join('\n'));
    const umask = await shell('umask 077; "$1" build "$2" -o "$3" -q; stat -c %a "$3" "$3/index.html" "$3/donnees" "$3/donnees/public.sqlite"');
    bench.expect('modes', umask, 0, /^755\n644\n755\n644\n$/);
}

// What a person sees: standard output and error on one terminal of 40 columns.
async function screens(bench) {
    const folder = bench.path('input-on-screen');
    const files = sampleFiles();
    files['inscriptions.csv'] = files['inscriptions.csv'].replaceAll(/2017-\d\d-15/g, '31/02/2017');
    writeFolder(folder, files);
    const show = (words, term = 'xterm') =>
        execute('script', ['-qec', `stty cols 40 rows 24; TERM=${term} '${bench.program}' ${words}`, '/dev/null']);
    const shown = await show(`check '${folder}'`);
    bench.expect('check on a terminal', shown, 3, /refused: /);
    const lines = shown.stdout.replaceAll(/\r|.*\x1b\[K/g, '').split('\n');
    bench.suite.check('the verdict is told once', shown.stdout.replaceAll(/\s+/g, ' ').match(/rows have/g)?.length === 1, shown.stdout);
    const table = lines.findIndex((line) => line.startsWith('by file'));
    const long = lines.slice(0, table).filter((line) => line.length > 40 && line.trim().includes(' '));
    bench.suite.checkNone('lines end at the edge', long);
    bench.suite.check('the table and the verdict are on one screen', lines.length - table <= 24, lines.slice(table).join('\n'));
    bench.suite.check('a dumb terminal gets no control sequence', !(await show(`check '${folder}'`, 'dumb')).stdout.includes('\x1b'));
    const quiet = await show(`check '${folder}' --quiet`);
    bench.suite.check('--quiet says why it is refused', /^gencarto: .* rows have errors.*\r\n$/.test(quiet.stdout), quiet.stdout);
    const piped = await bench.run('check', folder);
    bench.suite.check('a pipe gets whole lines', piped.stdout.includes('; expected a date of the calendar, JJ/MM/AAAA or AAAA-MM-JJ\n'), piped.stdout);
    bench.expect('and standard error the verdict', piped, 3, /^gencarto: .*rows have errors/m);
}

async function busy(bench) {
    await bench.run('build', bench.input, '-o', bench.site);
    const before = snapshot(bench.site);
    const staging = bench.path('.site.staging');
    mkdirSync(staging);
    const holder = spawn('flock', [staging, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const result = await bench.run('build', bench.input, '-o', bench.site);
    bench.expect('an output that another run holds', result, 75, /another run/);
    holder.stdin.end();
    await new Promise((resolve) => holder.once('close', resolve));
    bench.expect('once it is free', await bench.run('build', bench.input, '-o', bench.site), 0);
    bench.expectIntact('once it is free', before);
}

// Ends a build as soon as it has begun to stage.
async function interruptedBuild(bench, signal) {
    const child = spawn(bench.program, ['build', 'input/gen', '-o', bench.site], { cwd: ROOT, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', (code, by) => resolve(by)));
    while (!existsSync(bench.path('.site.staging')) && child.exitCode === null) await wait(2);
    child.kill(signal);
    return ended;
}

async function interruptions(bench) {
    await bench.run('build', bench.input, '-o', bench.site);
    const before = snapshot(bench.site);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL']) {
        const by = await interruptedBuild(bench, signal);
        bench.suite.check(`${signal}: ends the build`, by === signal, `ended by ${by}`);
        bench.suite.check(`${signal}: the former site is intact`, snapshot(bench.site) === before, 'it changed');
    }
    bench.expect('the next build', await bench.run('build', bench.input, '-o', bench.site), 0, / 0 removed/);
    bench.expectIntact('the next build', before);
}

// The longest first, so that none is left for the end.
const GROUPS = { audits, modes, releases, hiddenReleases, badInputs, parse, reports, rules, words, libraries, kits, outputs, templates, halves, keys, canaries, explanations, privateExplanations, differences, addedIndicators, startingFolders, streams, screens };
const GROUPS_OF_TIME = { busy, interruptions }; // one at a time: they catch the program in the middle of its work

async function runGroup(suite, options, [name, group]) {
    const scratch = mkdtempSync(path.join(tmpdir(), `gencarto-command-${name}-`));
    try {
        await group(new Bench(suite, options, scratch));
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

// Alone, the names of groups may follow: node tests/command/run.mjs --build DIR explanations differences
export async function run(suite, options) {
    const wanted = isMain(import.meta.url) ? options.rest : [];
    const chosen = (groups) => Object.entries(groups).filter(([name]) => wanted.length === 0 || wanted.includes(name));
    await inParallel(chosen(GROUPS), (group) => runGroup(suite, options, group));
    for (const group of chosen(GROUPS_OF_TIME)) await runGroup(suite, options, group);
}

if (isMain(import.meta.url)) await runAlone('command', run);
