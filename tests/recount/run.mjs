// The exact counts against a second way to count: from the text of the files, in plain SQL of the sqlite3 shell. Fifty
// simulated programmes of varied sizes, with rows set aside, sent twice, late or corrected, unknown codes, files of several
// dialects; every measure, breakdown, level and quarter, to the unit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ending, execute, inParallel, isMain, runAlone } from '../tools/suite.mjs';
import { COLUMNS, TRAINING_COLUMNS, writeProgramme } from './programme.mjs';

const SEEDS = Array.from({ length: 50 }, (_, i) => i + 1);
const SHOWN = 12;

const text = (value) => `'${value.replaceAll("'", "''")}'`;
const day = (quarter, of) => `${2016 + Math.floor(quarter / 4)}-${of[((quarter % 4) + 4) % 4]}`;
const firstDay = (quarter) => day(quarter, ['01-01', '04-01', '07-01', '10-01']);
const lastDay = (quarter) => day(quarter, ['03-31', '06-30', '09-30', '12-31']);

// The shell reads the files as text: nothing of gencarto is between them and the query.
function load(programme) {
    const lines = ['.bail off', `CREATE TABLE training_raw (${TRAINING_COLUMNS.join(', ')});`,
        'CREATE TABLE commune_raw (code TEXT PRIMARY KEY, name, department_code, lon, lat);',
        'CREATE TABLE department_raw (code TEXT PRIMARY KEY, name, name_locative, name_of, name_the, article, slug, region_code);',
        'CREATE TABLE file (n INTEGER, first_day TEXT, style TEXT);', 'CREATE TABLE quarter (n INTEGER, first_day TEXT, last_day TEXT);',
        `CREATE TABLE raw (file INTEGER, line INTEGER, is_short INTEGER, ${COLUMNS.join(', ')});`, '.mode csv',
        '.separator ","', '.import --skip 1 input/reference/communes.csv commune_raw', '.import --skip 1 input/reference/departements.csv department_raw',
        '.separator ";"', `.import --skip 1 ${programme.folder}/formations.csv training_raw`];
    programme.files.forEach((file, n) => {
        const last = file.columns.at(-1);
        lines.push(`INSERT INTO file VALUES (${n}, ${text(firstDay(file.quarter))}, ${text(file.style)});`,
            `CREATE TABLE f${n} (${file.columns.join(', ')});`, `.separator "${file.separator}"`, `.import --skip 1 ${programme.folder}/${file.name} f${n}`,
            `INSERT INTO raw SELECT ${n}, rowid, ${last} IS NULL, ${COLUMNS.map((column) => (file.columns.includes(column) ? column : 'NULL')).join(', ')} FROM f${n};`);
    });
    for (let quarter = programme.first; quarter < 8; quarter += 1) {
        const from = quarter === programme.first ? '1900-01-01' : firstDay(quarter); // what happened before counts in the first
        lines.push(`INSERT INTO quarter VALUES (${quarter - programme.first}, ${text(from)}, ${text(lastDay(quarter))});`);
    }
    return [...lines, '.mode list', '.separator "\t"'];
}

const script = (programme) => [...load(programme), '.read tests/recount/recount.sql'].join('\n');
const publishedScript = (programme, file) => [...load(programme), '.output /dev/null', '.read tests/recount/recount.sql', '.output',
    `ATTACH ${text(file)} AS published;`, '.read tests/recount/recount_published.sql'].join('\n');

// What sqlite3 says, but for rows cut short on purpose.
const faultsOf = (stderr) => stderr.split('\n').filter((line) => line && !/expected \d+ columns but found \d+/.test(line));

const table = (output) => new Map(output.split('\n').filter(Boolean).map((line) => [line.slice(0, line.lastIndexOf('\t')), Number(line.slice(line.lastIndexOf('\t') + 1))]));

function differences(ours, theirs) {
    const cells = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
    return cells.filter((cell) => ours.get(cell) !== theirs.get(cell))
        .map((cell) => `${cell.replaceAll('\t', ' ')}: gencarto ${ours.get(cell) ?? 0}, counted again ${theirs.get(cell) ?? 0}`);
}

// Parts and their whole, in the exact counts themselves: regions of the country, departments of it, categories of a total.
function notAddingUp(counts) {
    const sums = new Map();
    for (const [cell, count] of counts) {
        const [level, , measure, quarter, breakdown] = cell.split('\t');
        const dimension = breakdown.split('+').map((part) => part.split(':')[0]).join('+');
        for (const key of [`${measure} ${quarter} ${breakdown}\t${level}`, `${measure} ${quarter} ${level}\tby ${dimension}`]) sums.set(key, (sums.get(key) ?? 0) + count);
    }
    const whole = (key) => key.replace(/\t.*/, '');
    const of = new Map();
    for (const [key, sum] of sums) if (/\t(country|by )$/.test(key)) of.set(whole(key), sum);
    return [...sums].filter(([key, sum]) => !/\tstructure$|(structure|training)\tby /.test(key) && of.has(whole(key)) && of.get(whole(key)) !== sum)
        .map(([key, sum]) => `${key.replace('\t', ', ')}: ${sum}, not ${of.get(whole(key))}`);
}

async function compare(suite, programme, counted) {
    const again = await execute('sqlite3', [':memory:'], { input: script(programme) });
    const faults = faultsOf(again.stderr);
    suite.check(`programme ${programme.seed}: sqlite3 counts`, again.code === 0 && faults.length === 0, `${ending(again)}\n${faults.join('\n')}`);
    const theirs = table(again.stdout);
    const found = differences(counted, theirs);
    suite.check(`programme ${programme.seed}: ${theirs.size} counts are the same`, theirs.size > 0 && found.length === 0, `${found.length} differ\n${found.slice(0, SHOWN).join('\n')}`);
    suite.checkNone(`programme ${programme.seed}: parts add up`, notAddingUp(theirs).slice(0, SHOWN));
    return theirs.size;
}

// What is published exactly, the register's figures, and which amounts of bursaries are shown.
async function comparePublished(suite, programme, program) {
    const file = `${programme.folder}.sqlite`;
    const compiled = await execute(program, ['compile', programme.folder, '-o', file, '--quiet']);
    suite.check(`programme ${programme.seed}: compiles`, compiled.code === 0, ending(compiled));
    const again = await execute('sqlite3', [':memory:'], { input: publishedScript(programme, file) });
    suite.checkNone(`programme ${programme.seed}: what is published exactly is the same`, [...faultsOf(again.stderr), ...again.stdout.split('\n').filter(Boolean)].slice(0, SHOWN));
}

export async function run(suite, options) {
    const bench = mkdtempSync(path.join(tmpdir(), 'gencarto-recount-'));
    try {
        const programmes = SEEDS.map((seed) => writeProgramme(path.join(bench, `${seed}`), seed));
        const tool = path.join(options.build, 'tests/unit/pipeline/exact_counts');
        const exact = await execute(tool, programmes.map((programme) => programme.folder));
        suite.check('gencarto counts the programmes', exact.code === 0, `${ending(exact)}\n${exact.stderr}`);
        const counts = new Map(programmes.map((programme) => [programme.folder, []]));
        for (const line of exact.stdout.split('\n').filter(Boolean)) counts.get(line.slice(0, line.indexOf('\t'))).push(line.slice(line.indexOf('\t') + 1));
        let cells = 0;
        await inParallel(programmes, async (programme) => {
            const compared = await compare(suite, programme, table(counts.get(programme.folder).join('\n')));
            cells += compared;
            if (programme.seed % 5 === 0) await comparePublished(suite, programme, options.program);
        });
        const rows = programmes.flatMap((programme) => programme.files.map((file) => file.rows.length));
        suite.note(`${programmes.length} programmes, ${rows.reduce((a, b) => a + b, 0)} rows, ${cells} counts`);
    } finally {
        if (!process.env.GENCARTO_KEEP) rmSync(bench, { recursive: true, force: true });
        else suite.note(bench);
    }
}

if (isMain(import.meta.url)) await runAlone('recount', run);
