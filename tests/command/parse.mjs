// gencarto parse: the records on standard output, how they were read on standard error, and what it refuses.
import { closeSync, openSync, statSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { execute } from '../tools/suite.mjs';

const EXPORT = `Suivi des formations\r\nÉdité le 12/05/2017\r\n\r\nid;nom;date;montant\r\n1;"Le ""Lab""; Évry";12/05/2017;1 234,5\r
2;B;13/05/2017\r\n3;"C;14/05/2017;3,5\r\n4;D;15/05/2017;4\r\nTOTAL;;;8\r\nSource : extraction\r\n`;

const RECORDS = `Suivi des formations\r\nÉdité le 12/05/2017\r\nid,nom,date,montant\r
1,"Le ""Lab""; Évry",12/05/2017,"1 234,5"\r\n2,B,13/05/2017\r\n3,"""C",14/05/2017,"3,5"\r\n4,D,15/05/2017,4\r
TOTAL,,,8\r\nSource : extraction\r\n`;

const ROWS = RECORDS.split('\r\n').slice(3, 7).map((line) => `${line}\r\n`).join('');
const HEADER = 'id,nom,date,montant\r\n';

function windows1252(text) {
    return Buffer.from(text, 'latin1');
}

async function records(bench, file) {
    const result = await bench.run('parse', file);
    bench.expect('parse', result, 0, /UTF-8, delimiter ;, quote ", escape doubled, line ends CRLF, 1 header row/);
    bench.suite.check('parse: every record, as RFC 4180', result.stdout === RECORDS, result.stdout);
    const named = [...result.stderr.matchAll(/^.*export\.csv:(\d+):(\d+) ([a-z-]+) /gm)].map((one) => one.slice(1).join());
    bench.suite.check('parse: the broken records and no other', named.join(' ') === '6,4,field-count 7,2,open-quote', result.stderr);
    bench.suite.check('parse: how many cells, and how many were expected', /:6:4 field-count .*: 3, expected 4\n/.test(result.stderr), result.stderr);
    bench.suite.check('parse: the parts', /lines 1-2: preamble.*\n.*line 4: header[^]*line 9: total[^]*line 10: note/.test(result.stderr), result.stderr);
    const only = await bench.run('parse', file, '--data-only', '--quiet');
    bench.suite.check('parse --data-only', only.stdout === ROWS && only.stderr === '', only.output);
    const table = await bench.run('parse', file, '--table', '1');
    bench.suite.check('parse --table 1', table.stdout === HEADER + ROWS, table.stdout);
    const again = await bench.run('parse', bench.path('again.csv'));
    bench.suite.check('parse: what it wrote reads as the same', again.stdout === result.stdout, again.output);
}

async function options(bench, file) {
    const explained = await bench.run('parse', file, '--explain');
    bench.expect('parse --explain', explained, 0, /considered, best first \(pattern: .*\):\n {2}score 0\.\d+: delimiter ;/, /pattern 0\.\d+ x types/);
    const json = await bench.run('parse', file, '--report', 'json', '--explain');
    const report = JSON.parse(json.stderr);
    const found = [report.encoding, report.delimiter, report.quote, report.escape, report.line_ends, report.header_line];
    bench.suite.check('parse --report json: the dialect', found.join() === 'UTF-8,;,",doubled,CRLF,4', json.stderr);
    const findings = report.findings.map((one) => `${one.line}:${one.column} ${one.rule}`).join();
    bench.suite.check('parse --report json: the findings', findings === '6:4 field-count,7:2 open-quote', json.stderr);
    const { found: cells, expected } = report.findings[0];
    bench.suite.check('parse --report json: how many cells', cells === 3 && expected === 4, json.stderr);
    bench.suite.check('parse --report json: what was considered', report.considered[0].delimiter === ';', json.stderr);
    const forced = await bench.run('parse', bench.path('latin.csv'), '--delimiter', ',', '--quote', 'none', '--header', '0', '--encoding', 'windows-1252');
    bench.suite.check('parse: declared, obeyed', forced.stdout === '"a;""é"\r\n"1;2"""\r\n', forced.output);
    bench.expect('parse: said', forced, 0, 'windows-1252, delimiter comma, quote none', '0 header rows');
    for (const written of ['"', 'a\nb', 'longer than fifteen bytes'])
        bench.expect(`parse --delimiter ${written}`, await bench.run('parse', file, '--delimiter', written), 2, /a character or several/);
    writeFileSync(bench.path('long.csv'), 'code§ville\n1§Lyon\n2§"a§b"\n');
    bench.expect('parse a delimiter beyond ASCII', await bench.run('parse', bench.path('long.csv')), 0, 'delimiter §,', '2,a§b');
    writeFileSync(bench.path('long.csv'), 'code||ville\n1||Lyon\n2||"a||b"\n');
    bench.expect('parse a long delimiter', await bench.run('parse', bench.path('long.csv')), 0, 'delimiter ||,', '2,a||b');
    bench.expect('parse --delimiter tab', await bench.run('parse', bench.path('long.csv'), '--delimiter', 'U+0009'), 0, 'delimiter tab,', '1||Lyon');
    bench.expect('parse --quote x', await bench.run('parse', file, '--quote', 'x'), 2, /double\|single\|none/);
}

async function refusals(bench) {
    bench.expect('parse of nothing', await bench.run('parse', bench.path('none.csv')), 3, /none\.csv: no such file/);
    bench.expect('parse of a folder', await bench.run('parse', bench.scratch), 3, /a folder; give one CSV file/);
    await execute('mkfifo', [bench.path('pipe.csv')]); // nobody writes to it: to open it would be to wait for ever
    bench.expect('parse of a pipe', await bench.run('parse', bench.path('pipe.csv')), 3, /not a regular file/);
    writeFileSync(bench.path('tables.csv'), 'a;b\n1;2\n');
    bench.expect('parse --table of none', await bench.run('parse', bench.path('tables.csv'), '--table', '7'), 3, /no table 7; the file has 1/);
    bench.expect('parse --delimiter comma', await bench.run('parse', bench.path('tables.csv'), '--delimiter', 'comma'), 0, 'delimiter comma,', '1;2');
    writeFileSync(bench.path('book.csv'), 'PK\x03\x04xxxx');
    bench.expect('parse of a spreadsheet', await bench.run('parse', bench.path('book.csv')), 3, /spreadsheet/);
    writeFileSync(bench.path('empty.csv'), '');
    const empty = await bench.run('parse', bench.path('empty.csv'));
    bench.suite.check('parse of an empty file', empty.code === 0 && empty.stdout === '', empty.output);
}

// Cells padded to a grid: the places where they begin are found, or declared.
async function fixedWidth(bench) {
    const listing = bench.path('listing.txt');
    writeFileSync(listing, 'code  commune          places\nA001  Nîmes                12\nA002  Le Puy-en-Velay       8\n');
    const result = await bench.run('parse', listing, '--explain');
    bench.expect('parse columns of fixed width', result, 0, 'columns of fixed width at 1, 7, 24, line ends', /columns of fixed width: blanks run through all lines/);
    bench.suite.check('parse columns of fixed width: cells', result.stdout === 'code,commune,places\r\nA001,Nîmes,12\r\nA002,Le Puy-en-Velay,8\r\n', result.stdout);
    const report = JSON.parse((await bench.run('parse', listing, '--report', 'json')).stderr);
    bench.suite.check('parse columns of fixed width: json', report.fixed_width.join() === '1,7,24' && report.delimiter === '', JSON.stringify(report));
    const declared = await bench.run('parse', listing, '--columns', '1,3,7', '--header', '0', '--quiet');
    bench.suite.check('parse --columns', declared.stdout.split('\r\n')[1] === 'A0,01,Nîmes                12', declared.output);
    bench.expect('parse --columns 1', await bench.run('parse', listing, '--columns', '1'), 0, /fixed width at 1, .* 1 column\n/);
    bench.expect('parse --columns out of order', await bench.run('parse', listing, '--columns', '7,3'), 2, /from 1, in order/);
    bench.expect('parse --columns --delimiter', await bench.run('parse', listing, '--columns', '1,7', '--delimiter', ';'), 2, /one of both/);
}

async function standardInput(bench) {
    const piped = await execute(bench.program, ['parse', '-'], { input: EXPORT });
    bench.suite.check('parse -: the records', piped.code === 0 && piped.stdout === RECORDS, piped.output);
    bench.suite.check('parse -: named in messages', /^standard input:6:4 field-count /m.test(piped.stderr), piped.stderr);
    const file = openSync(bench.path('export.csv'), 'r');
    const redirected = await new Promise((resolve) => {
        const child = spawn(bench.program, ['parse', '-'], { stdio: [file, 'pipe', 'ignore'] });
        let stdout = '';
        child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
        child.on('close', (code) => resolve({ code, stdout }));
    });
    closeSync(file);
    bench.suite.check('parse - <FILE', redirected.code === 0 && redirected.stdout === RECORDS, JSON.stringify(redirected));
    const nowhere = await execute(bench.program, ['parse', '-'], { input: EXPORT, env: { ...process.env, TMPDIR: bench.path('no-such-folder') } });
    bench.suite.check('parse -: needs no folder, nothing is written to disk', nowhere.stdout === RECORDS, nowhere.output);
}

// Memory stays far below the file's size: the quote that opens is never closed.
async function endless(bench) {
    const file = bench.path('endless.csv');
    const block = 'abcdefghijklmno\n'.repeat(65536);
    const handle = openSync(file, 'w');
    writeSync(handle, 'a;b\n1;2\n3;"');
    for (let i = 0; i < 128; i += 1) writeSync(handle, block);
    closeSync(handle);
    const result = await bench.run('parse', file);
    bench.expect(`parse of ${statSync(file).size} bytes in one cell`, result, 3, /endless\.csv:3: .*quotation mark not closed/);
    bench.suite.check('parse: what comes before is written', result.stdout === 'a,b\r\n1,2\r\n', result.stdout.slice(0, 200));
    unlinkSync(file);
}

export async function parse(bench) {
    const file = bench.path('export.csv');
    writeFileSync(file, EXPORT);
    writeFileSync(bench.path('again.csv'), RECORDS);
    writeFileSync(bench.path('latin.csv'), windows1252('a;"é\n1;2"\n'));
    await records(bench, file);
    await options(bench, file);
    await refusals(bench);
    await fixedWidth(bench);
    await standardInput(bench);
    await endless(bench);
}
