// What check gives to programs, valid by the schemas of tests/schemas; and the list of rules.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, execute } from '../tools/suite.mjs';
import { faultsOf } from '../tools/json-schema.mjs';
import { sampleFiles, writeFolder } from './sample.mjs';

const SCHEMAS = path.join(ROOT, 'tests/schemas');
const readSchema = (name) => JSON.parse(readFileSync(path.join(SCHEMAS, name), 'utf8'));

// The sample with faults of every severity: a bad date, a value of no list, two numbers, a file that nothing reads.
export function faultyFiles() {
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

// Names that an address or a document cannot hold as they stand: blanks, accents, signs, control characters, no UTF-8.
function oddNames(folder) {
    const { 'inscriptions.csv': enrolments, ...files } = faultyFiles();
    const names = ["l'été à venir #1 50%?.csv", 'a\nb\u0001.csv', 'x\uffff.csv'];
    writeFolder(folder, { ...files, 'inscriptions déjà là (2).csv': enrolments, ...Object.fromEntries(names.map((name) => [name, 'a;b\n'])) });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/inscriptions-caf`), Buffer.from([0xe9]), Buffer.from('.csv')]), enrolments);
}

// A folder with findings that is accepted, one that is refused, one that cannot be read.
export async function reports(bench) {
    const faulty = bench.path('faulty');
    writeFolder(faulty, faultyFiles());
    const refused = bench.path('refused');
    writeFolder(refused, { ...faultyFiles(), 'formations.csv': 'titre;places\nWeb;3\n' });
    oddNames(bench.path('mes données'));
    const cases = [
        ['with findings', faulty, 0],
        ['odd names', bench.path('mes données'), 0],
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
        const there = results.map((one) => one.locations[0].physicalLocation.artifactLocation.uri);
        bench.suite.checkNone(`sarif ${name}: addresses lead to files`, there.filter((uri) => !uri.includes('%E9.') && !existsSync(new URL(uri))));
        await checkJunit(bench, `junit ${name}`, folder, code);
    }
    const sarif = JSON.parse((await bench.run('check', faulty, '--format', 'sarif')).stdout);
    const date = sarif.runs[0].results.find((one) => one.ruleId === 'date');
    bench.suite.check('sarif: the line of the fault', date?.locations[0].physicalLocation.region.startLine === 4 && date.level === 'error');
    bench.suite.check('sarif: names of files are addresses',
        sarif.runs[0].results.some((one) => one.locations[0].physicalLocation.artifactLocation.uri.endsWith('/faulty/divers%20%26%20autres.csv')));
}

export async function rules(bench) {
    const text = await bench.run('check', '--rules');
    bench.expect('check --rules', text, 0, /^error: .*\n {2}absent-column\n/, /\n {2}date\n {4}.*\n {4}to mend it: /, /\n\d+ rules\n$/);
    bench.suite.check('check --rules fits a terminal of 80 columns', text.stdout.split('\n').every((line) => line.length <= 80), text.stdout);
    const listed = JSON.parse((await bench.run('check', '--rules', '--format', 'json')).stdout);
    bench.suite.check('as JSON, each with what mends it',
        listed.length >= 45 && listed.every((rule) => rule.id && rule.message && rule.remedy && /^(error|warning|note)$/.test(rule.severity)));
    bench.suite.check('as many as in the text', text.stdout.endsWith(`\n${listed.length} rules\n`), text.stdout.slice(-40));
    bench.expect('check --rules --format junit', await bench.run('check', '--rules', '--format', 'junit'), 2, /expected text or json/);
}
