// The kits that structures get back: their own faulty rows in the form of their own file, explained in French.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../tools/suite.mjs';
import { faultyFiles } from './reports.mjs';
import { canariesIn, sampleFiles, writeFolder } from './sample.mjs';

function modeOf(name) {
    return (statSync(name).mode & 0o777).toString(8);
}

async function checkKitFolders(bench, faulty) {
    mkdirSync(bench.path('full'));
    writeFileSync(bench.path('full/note.txt'), 'mine');
    const refusals = [
        ['in the input', path.join(faulty, 'kits')],
        ['around the input', path.dirname(faulty)],
        ['in a site', path.join(bench.site, 'kits')],
        ['the default output', 'output/kits'],
        ['a folder that is not empty', bench.path('full')],
        ['a file', bench.path('full/note.txt')],
    ];
    for (const [name, folder] of refusals) {
        bench.expect(`kits ${name}`, await bench.run('check', faulty, '--kits', folder), 2, /--kits/);
    }
    bench.suite.check('a folder that is not empty stays', readdirSync(bench.path('full')).join() === 'note.txt');
    bench.suite.check('no kit in the site', !existsSync(path.join(bench.site, 'kits')));
}

// Lines above the header, and a row with a quote out of place: it goes to the structure that it names.
async function kitsOfBrokenRows(bench) {
    const broken = bench.path('exports/broken');
    const files = sampleFiles();
    const lines = files['inscriptions.csv'].split('\n');
    lines[3] = lines[3].replace('kanari-session', 'kanari "session" 1');
    files['inscriptions.csv'] = `Export des inscriptions\n\n${lines.join('\n')}`;
    writeFolder(broken, files);
    const folder = bench.path('kits-broken');
    bench.expect('kits of a broken row', await bench.run('check', broken, '--kits', folder), 0, /1 structure, 1 file, 1 row/);
    const names = filesBelow(folder).sort();
    bench.suite.check('a broken row goes to the structure it names', names.join() === 's2-atelier-de-la-gare/LISEZMOI.txt,s2-atelier-de-la-gare/inscriptions.csv', names.join('\n'));
    const kit = readFileSync(path.join(folder, 's2-atelier-de-la-gare/inscriptions.csv'), 'utf8');
    bench.suite.check('below the header of the source', kit.startsWith('ligne_source;anomalies;inscription_id;apprenant;'), kit);
    bench.suite.check('with the line of the source', kit.split('\n')[1].startsWith('6;Guillemet à l’intérieur d’une cellule, ou jamais fermé. Attendu\u00a0: '), kit);
}

// The header has the quote out of place: the kit has it as best read.
async function kitsOfBrokenHeader(bench) {
    const folder = bench.path('exports/broken-header');
    const files = sampleFiles();
    const lines = files['inscriptions.csv'].split('\n');
    lines[0] = lines[0].replace(';session;', ';se"ssion;');
    lines[3] = lines[3].replace(/2017-\d\d-15/, '31/02/2017');
    files['inscriptions.csv'] = lines.join('\n');
    writeFolder(folder, files);
    const kits = bench.path('kits-broken-header');
    bench.expect('kits of a broken header', await bench.run('check', folder, '--kits', kits), 0, /header-quote/, /1 structure, 1 file, 1 row/);
    const [kit] = filesBelow(kits).filter((one) => one.endsWith('.csv')).map((one) => readFileSync(path.join(kits, one), 'utf8'));
    bench.suite.check('a kit with its header', kit.startsWith('ligne_source;anomalies;inscription_id;apprenant;formation_id;'), kit);
    const about = filesBelow(kits).filter((one) => one.endsWith('LISEZMOI.txt')).map((one) => readFileSync(path.join(kits, one), 'utf8')).join('');
    bench.suite.check('LISEZMOI.txt speaks of the header', /Sur le fichier entier\u00a0: /.test(about), about);
}

// A supplier's own file: rows that name no training, or an unknown one, go to it all the same; what is wrong with the file
// as a whole is in LISEZMOI.txt; a value of no list comes with the list.
async function kitsOfSuppliers(bench) {
    const folder = bench.path('exports/suppliers');
    const files = sampleFiles();
    const [header, ...rows] = files['inscriptions.csv'].trim().split('\n');
    const of = (...trainings) => rows.filter((row) => trainings.includes(row.split(';')[2]));
    const gare = of('F3');
    gare[4] = gare[4].replace(';F3;', ';F99;');
    gare[6] = gare[6].replace(/;[FM];/, ';Q;');
    delete files['inscriptions.csv'];
    files['inscriptions-gare.csv'] = `${[header, ...gare].join('\n')}\n`;
    const pont = [header, ...of('F1', 'F2'), 'x;y;F1;;;;;;;;;;'].map((row) => row.split(';').filter((cell, i) => i !== 11).join(';'));
    files['inscriptions-pont.csv'] = `${pont.join('\n')}\n`; // one column less than the others
    files['inscriptions-mixte.csv'] = `${header}\n${[...of('F1').slice(0, 4), ...of('F3').slice(0, 4)].join('\n').replaceAll('kanari-inscription', 'mixte')}\nz;y;F98;s;2017-01-15;;;;;;;;\n`;
    writeFolder(folder, files);
    const made = await bench.run('check', folder, '--kits', bench.path('kits-suppliers'));
    bench.expect('kits of suppliers: the structures, the most rows first', made, 3, /3 structures, /, /\n {2}s\d-[a-z-]+: \d rows?, \d files?\n/);
    const read = (name) => readFileSync(path.join(bench.path('kits-suppliers'), name), 'utf8');
    const kit = read('s2-atelier-de-la-gare/inscriptions-gare.csv');
    bench.suite.check('an unknown training goes to whom the file comes from', /^6;.*registre \(«\u00a0F99\u00a0»\)/m.test(kit), kit);
    bench.suite.check('a value of no list comes with the list', /^8;.*\(«\u00a0Q\u00a0»\).* Valeurs admises\u00a0: F, M, X\./m.test(kit), kit);
    bench.suite.check('no supplier hears of programme.xml', !/programme\.xml/.test(kit), kit);
    const unknown = read('sans-structure/inscriptions-mixte.csv');
    bench.suite.check('where several share a file, nobody gets what names nobody', /F98/.test(unknown), unknown);
    const about = read('s1-ecole-du-pont/LISEZMOI.txt');
    bench.suite.check('LISEZMOI.txt opens in any editor', about.startsWith('\ufeff') && about.split('\n').slice(0, -1).every((line) => line.endsWith('\r')), about);
    bench.suite.check('LISEZMOI.txt in lines of 76 columns', about.split('\r\n').every((line) => line.length <= 77), about);
    bench.suite.check('LISEZMOI.txt says how each file is written', /inscriptions-pont\.csv\r\n {2}Lignes à corriger\u00a0: \d+\r\n {2}Encodage\u00a0: .*\r\n {2}Séparateur\u00a0: point-virgule\r\n/.test(about), about);
    bench.suite.check('LISEZMOI.txt says what is wrong with a whole file', /Sur le fichier entier\u00a0: Colonnes différentes/.test(about), about);
    bench.suite.check('French spaces', !/ [:;!?»]|« /.test(about), about);
}

// A file that is wrong in every row: reports stop at a thousand, kits have them all, written as they are read.
async function kitsOfMany(bench) {
    const folder = bench.path('exports/many'), kits = bench.path('kits-many');
    const MANY = 100000;
    const files = sampleFiles();
    const [header, row] = files['inscriptions.csv'].split('\n');
    const faulty = row.replace(/2017-\d\d-15/, '31/02/2017').replace(/;[FM];/, ';Q;').split(';').slice(1);
    const rows = Array.from({ length: MANY }, (_, i) => [`kanari-${i}`, ...faulty].join(';'));
    files['inscriptions.csv'] = `\ufeff${[header, ...rows].join('\n')}\n`;
    writeFolder(folder, files);
    const made = await bench.run('check', folder, '--kits', kits);
    bench.expect('kits of many rows have them all', made, 3, /1 structure, 1 file, 100,000 rows/, /error date, 100,000 times/);
    const [name] = filesBelow(kits).filter((one) => one.endsWith('inscriptions.csv'));
    const kit = readFileSync(path.join(kits, name), 'utf8');
    const lines = kit.split('\n');
    bench.suite.check('one signature, one header', kit.lastIndexOf('\ufeff') === 0 && kit.split('ligne_source').length === 2, lines[0]);
    const wrong = lines.slice(1, -1).filter((line, i) => !line.startsWith(`${i + 2};`) || !line.includes(`;kanari-${i};`));
    bench.suite.checkNone('each row once, with its line', wrong.slice(0, 5));
    bench.suite.check('as many rows as the source', lines.length === MANY + 2, String(lines.length));
    const partial = lines.slice(1, -1).filter((line) => !/Date illisible.* \/ sexe\u00a0: .*Valeurs admises/.test(line));
    bench.suite.checkNone('each row with all that is wrong in it, beyond the first thousand too', partial.slice(0, 5));
    bench.suite.check('LISEZMOI.txt speaks of no limit', !/mille/.test(readFileSync(path.join(kits, path.dirname(name), 'LISEZMOI.txt'), 'utf8')));
}

// The document for programs stands alone on standard output; what was made is told beside it, and not at all by --quiet.
async function kitsBesideDocuments(bench, faulty) {
    for (const [format, isWhole] of [['json', JSON.parse], ['sarif', JSON.parse], ['junit', (text) => text.startsWith('<?xml') && text.endsWith('</testsuites>\n')]]) {
        for (const [words, code, told] of [[[], 0, /structures?, /], [['--quiet'], 0, /^$/], [['--strict', '--quiet'], 3, /^gencarto: .* (is an error|are errors); [^\n]*\n$/]]) {
            const kits = bench.path(`kits-${format}${words.join('')}`);
            const made = await bench.run('check', faulty, '--format', format, '--kits', kits, ...words);
            const name = `${['check --kits --format', format, ...words].join(' ')}`;
            bench.suite.check(`${name}: exit code ${code}`, made.code === code, made.output);
            bench.suite.check(`${name}: the document alone`, Boolean(isWhole(made.stdout)), made.stdout);
            bench.suite.check(`${name}: told beside it`, told.test(made.stderr), made.stderr);
            bench.suite.check(`${name}: the kits`, filesBelow(kits).length > 0);
        }
    }
    bench.expect('--rules reads no input', await bench.run('check', '--rules', '--kits', bench.path('kits-rules')), 2, /leave one of them out/);
}

// A file of DOS has no typographic apostrophe: the kit in its encoding has a plain one.
async function kitsOfOldEncodings(bench) {
    const folder = bench.path('exports/dos');
    const files = sampleFiles();
    const lines = files['inscriptions.csv'].split('\n');
    lines[3] = lines[3].replace(/;F\d;/, ';F99;');
    files['inscriptions.csv'] = lines.join('\n');
    files['programme.xml'] = files['programme.xml'].replace('</programme>', '<sources><source table="inscriptions" encodage="IBM850"/></sources></programme>');
    writeFolder(folder, files);
    await bench.run('check', folder, '--kits', bench.path('kits-dos'));
    const [name] = filesBelow(bench.path('kits-dos')).filter((one) => one.endsWith('inscriptions.csv'));
    const kit = readFileSync(path.join(bench.path('kits-dos'), name), 'latin1');
    bench.suite.check('a plain apostrophe where the encoding has no other', kit.includes("l'identifiant d'une formation"), kit);
}

// A kit that comes back, its cells mended and its two columns still there: its rows replace the faulty ones.
async function kitsComeBack(bench) {
    const folder = bench.path('exports/back');
    const files = sampleFiles();
    const lines = files['inscriptions.csv'].split('\n');
    lines[3] = lines[3].replace(/2017-\d\d-15/, '31/02/2017');
    lines[5] = lines[5].replace(';M;', ';Z;').replace(';F;', ';Z;');
    delete files['inscriptions.csv'];
    files['inscriptions-2017-T1.csv'] = lines.join('\n');
    files['programme.xml'] = files['programme.xml'].replace('</programme>', '<sources><source table="inscriptions" refus-au-dela="5"/></sources></programme>');
    writeFolder(folder, files);
    bench.expect('before', await bench.run('check', folder, '--kits', bench.path('kits-back')), 0, /1 warning; --strict would refuse it|1 error, /);
    const rows = filesBelow(bench.path('kits-back')).filter((name) => name.endsWith('.csv')).map((name) => readFileSync(path.join(bench.path('kits-back'), name), 'utf8'));
    for (const [i, kit] of rows.entries()) {
        const mended = kit.replaceAll('31/02/2017', '28/02/2017').replaceAll(/;Z;/g, ';F;');
        writeFileSync(path.join(folder, `inscriptions-2017-T1-corrections-${i}.csv`), mended);
    }
    const after = JSON.parse((await bench.run('check', folder, '--format', 'json')).stdout);
    const corrected = after.tasks.filter((task) => task.name.includes('corrections'));
    bench.suite.check('what comes back has no fault', corrected.length > 0 && corrected.every((task) => task.stats.errors + task.stats.warnings === 0), JSON.stringify(corrected));
    const first = after.tasks.find((task) => task.name === 'inscriptions-2017-T1.csv');
    bench.suite.check('its rows replace the former ones', first.stats.rows_replaced === 0 && corrected.reduce((sum, task) => sum + task.stats.rows_replaced, 0) === 1, JSON.stringify(after.tasks.map((task) => task.stats)));
}

// Cells padded to a grid, two blanks apart.
function listingOf(csv) {
    const rows = csv.trimEnd().split('\n').map((line) => line.split(';'));
    const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length), 1));
    return `${rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n')}\n`;
}

// An export in columns of fixed width gives the same findings, at the same places, and a kit that is one too.
async function fixedWidthKits(bench) {
    const folder = bench.path('exports/listing');
    const files = sampleFiles();
    const lines = files['inscriptions.csv'].split('\n');
    lines[3] = lines[3].replace(/2017-\d\d-15/, '31/02/2017');
    delete files['inscriptions.csv'];
    files['programme.xml'] = files['programme.xml'].replace('</programme>', '<sources><source table="inscriptions" refus-au-dela="5"/></sources></programme>');
    const placesIn = async (text) => {
        writeFolder(folder, { ...files, 'inscriptions-2017-T1.csv': text });
        const report = JSON.parse((await bench.run('check', folder, '--format', 'json')).stdout);
        const task = report.tasks.find((one) => one.name === 'inscriptions-2017-T1.csv');
        return { task, errors: JSON.stringify(task.errors) };
    };
    const delimited = await placesIn(lines.join('\n'));
    const listed = await placesIn(listingOf(lines.join('\n')));
    bench.suite.check('columns of fixed width: the same findings', listed.errors === delimited.errors && listed.task.errors.length > 0, listed.errors);
    bench.expect('columns of fixed width: said', await bench.run('check', folder, '--kits', bench.path('kits-listing')), 0, /columns of fixed width at 1, \d+/);
    const [name] = filesBelow(bench.path('kits-listing')).filter((one) => one.endsWith('.csv'));
    const kit = readFileSync(path.join(bench.path('kits-listing'), name), 'utf8');
    bench.suite.check('a kit in columns of fixed width: a ruler', /^ligne_source +anomalies .*\n-+ {2}-+ {2}/.test(kit), kit);
    writeFileSync(path.join(folder, 'inscriptions-2017-T1-corrections.csv'), kit.replaceAll('31/02/2017', '28/02/2017'));
    const after = JSON.parse((await bench.run('check', folder, '--format', 'json')).stdout);
    const corrected = after.tasks.find((one) => one.name.includes('corrections'));
    bench.suite.check('it comes back without a fault', corrected.stats.errors === 0 && corrected.stats.rows_loaded === 1, JSON.stringify(corrected));
}

export async function kits(bench) {
    const faulty = bench.path('exports/faulty');
    const files = faultyFiles();
    const text = files['inscriptions.csv'].replaceAll(';', '\t').replaceAll('\n', '\r\n').replace('sans_emploi', 'privé');
    files['inscriptions.csv'] = Buffer.from(text, 'latin1');
    writeFolder(faulty, files);
    await bench.run('build', bench.input, '-o', bench.site);
    await fixedWidthKits(bench);
    await checkKitFolders(bench, faulty);
    const folder = bench.path('kits');
    bench.expect('kits', await bench.run('check', faulty, '--kits', folder, '--progress', 'never'), 0, /3 structures?|2 structures?/);
    const names = filesBelow(folder).sort();
    bench.suite.check('each structure has its folder', names.some((name) => name.startsWith('s1-ecole-du-pont/')), names.join('\n'));
    bench.suite.check('folders are private', ['', 's1-ecole-du-pont'].every((name) => modeOf(path.join(folder, name)) === '700'));
    bench.suite.check('files are private', names.every((name) => modeOf(path.join(folder, name)) === '600'));
    const sent = names.filter((name) => name.endsWith('inscriptions.csv'));
    const kit = sent.map((name) => readFileSync(path.join(folder, name), 'latin1')).join('');
    const rows = kit.split('\r\n').filter((row) => /^\d/.test(row));
    bench.suite.check('only the faulty rows, each with its line', rows.map((row) => parseInt(row, 10)).sort().join() === '2,4,6', kit);
    bench.suite.check('in the dialect of the source', kit.startsWith('ligne_source\tanomalies\tinscription_id\t'), kit.slice(0, 80));
    bench.suite.check('explained in French', rows.some((row) => /date_entree\u00a0: Date illisible ou absente du calendrier \(«\u00a0.+\u00a0»\)\. Attendu\u00a0: une date du calendrier.* Corriger la date\./.test(row)), kit);
    bench.suite.check('in the encoding of the source', Buffer.from(kit, 'latin1').includes(Buffer.from('priv\xe9', 'latin1')), kit);
    bench.suite.check('with the cells of the source', canariesIn(rows[0], 'kit').length > 0, rows[0]);
    await kitsOfBrokenRows(bench);
    await kitsOfBrokenHeader(bench);
    await kitsOfSuppliers(bench);
    await kitsOfMany(bench);
    await kitsBesideDocuments(bench, faulty);
    await kitsOfOldEncodings(bench);
    await kitsComeBack(bench);
    bench.suite.check('and an explanation', names.some((name) => name.endsWith('LISEZMOI.txt')));
}
