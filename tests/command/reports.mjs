// What check gives to programs, valid by the schemas of tests/schemas; and the kits that structures get back.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, execute, filesBelow } from '../tools/suite.mjs';
import { faultsOf } from '../tools/json-schema.mjs';
import { canariesIn, sampleFiles, writeFolder } from './sample.mjs';

const SCHEMAS = path.join(ROOT, 'tests/schemas');
const readSchema = (name) => JSON.parse(readFileSync(path.join(SCHEMAS, name), 'utf8'));

// The sample with faults of every severity: a bad date, a value of no list, two numbers, a file that nothing reads.
function faultyFiles() {
    const files = sampleFiles();
    const lines = files['inscriptions.csv'].split('\n');
    lines[3] = lines[3].replace(/2017-\d\d-15/, '31/02/2017');
    lines[5] = lines[5].replace(';M;', ';Z;').replace(';F;', ';Z;');
    files['inscriptions.csv'] = lines.join('\n');
    files['formations.csv'] = files['formations.csv'].replace(';20;', ';"15-20 <b>&";');
    files['divers & autres.csv'] = 'a;b\n';
    return files;
}

async function report(bench, folder, format) {
    const result = await bench.run('check', folder, '--format', format);
    const again = await bench.run('check', folder, '--format', format);
    bench.suite.check(`${format}: the same bytes again`, result.stdout === again.stdout, 'they differ');
    return result;
}

function checkDocument(bench, name, schema, result, code) {
    bench.expect(name, result, code);
    const faults = faultsOf(readSchema(schema), JSON.parse(result.stdout));
    bench.suite.checkNone(`${name}: valid by ${schema}`, faults);
    return JSON.parse(result.stdout);
}

async function checkJunit(bench, name, folder, code) {
    const result = await report(bench, folder, 'junit');
    bench.expect(name, result, code);
    const file = bench.path(`${name.replaceAll(' ', '-')}.xml`);
    writeFileSync(file, result.stdout);
    const valid = await execute('xmllint', ['--noout', '--schema', path.join(SCHEMAS, 'junit.xsd'), file]);
    bench.suite.check(`${name}: valid by junit.xsd`, valid.code === 0, valid.output);
    const counted = (result.stdout.match(/<testcase/g) ?? []).length;
    bench.suite.check(`${name}: counts its cases`, result.stdout.includes(`tests="${counted}" failures=`), result.stdout);
}

// A folder with findings that is accepted, one that is refused, one that cannot be read.
export async function reports(bench) {
    const faulty = bench.path('faulty');
    writeFolder(faulty, faultyFiles());
    const refused = bench.path('refused');
    writeFolder(refused, { ...faultyFiles(), 'formations.csv': 'titre;places\nWeb;3\n' });
    const cases = [
        ['with findings', faulty, 0],
        ['clean', bench.input, 0],
        ['refused', refused, 3],
        ['absent', bench.path('nowhere'), 3],
    ];
    for (const [name, folder, code] of cases) {
        const document = checkDocument(bench, `json ${name}`, 'frictionless-report.schema.json', await report(bench, folder, 'json'), code);
        bench.suite.check(`json ${name}: accepted`, document.accepted === (code === 0));
        const counted = document.tasks.reduce((sum, task) => sum + task.stats.errors, 0);
        bench.suite.check(`json ${name}: the counts add up`,
            counted === document.stats.errors && document.stats.tasks === document.tasks.length);
        const log = checkDocument(bench, `sarif ${name}`, 'sarif-2.1.0-subset.schema.json', await report(bench, folder, 'sarif'), code);
        const { results, tool } = log.runs[0];
        const indexed = results.every((one) => tool.driver.rules[one.ruleIndex].id === one.ruleId);
        bench.suite.check(`sarif ${name}: results point at their rules`, indexed);
        bench.suite.check(`sarif ${name}: as many results as findings`,
            results.length === document.tasks.reduce((sum, task) => sum + task.errors.length + task.notices.length, 0));
        await checkJunit(bench, `junit ${name}`, folder, code);
    }
    const sarif = JSON.parse((await bench.run('check', faulty, '--format', 'sarif')).stdout);
    const date = sarif.runs[0].results.find((one) => one.ruleId === 'date');
    bench.suite.check('sarif: the line of the fault', date?.locations[0].physicalLocation.region.startLine === 4 && date.level === 'error');
    bench.suite.check('sarif: names of files are addresses',
        sarif.runs[0].results.some((one) => one.locations[0].physicalLocation.artifactLocation.uri === 'divers%20%26%20autres.csv'));
}

// --- kits ---

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
    bench.suite.check('with the line of the source', kit.split('\n')[1].startsWith('6;Guillemet à l’intérieur d’un champ ou jamais fermé. Attendu : '), kit);
}

export async function kits(bench) {
    const faulty = bench.path('exports/faulty');
    const files = faultyFiles();
    const text = files['inscriptions.csv'].replaceAll(';', '\t').replaceAll('\n', '\r\n').replace('sans_emploi', 'privé');
    files['inscriptions.csv'] = Buffer.from(text, 'latin1');
    writeFolder(faulty, files);
    await bench.run('build', bench.input, '-o', bench.site);
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
    bench.suite.check('explained in French', rows.some((row) => /date_entree : Date absente du calendrier \(« .+ »\)\. Attendu : une date du calendrier.* Corriger la date\./.test(row)), kit);
    bench.suite.check('in the encoding of the source', Buffer.from(kit, 'latin1').includes(Buffer.from('priv\xe9', 'latin1')), kit);
    bench.suite.check('with the cells of the source', canariesIn(rows[0], 'kit').length > 0, rows[0]);
    await kitsOfBrokenRows(bench);
    bench.suite.check('and an explanation', names.some((name) => name.endsWith('LISEZMOI.txt')));
}
