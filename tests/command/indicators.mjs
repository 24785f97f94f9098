// Indicators that the input folder adds: a query and its entry, shown like the others; escapes and faults told with their place.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sampleFiles, writeFolder } from './sample.mjs';

const ENTRY = (attributes, code = 'places_par_formation') => `<indicateurs>
    <indicateur code="${code}" fichier="indicateurs/essai.sql" ${attributes}>
      <libelle>Places par formation &amp; plus</libelle><libelle-en>Places a training</libelle-en>
      <definition>Places offertes, par formation en vigueur.</definition>
      <champ>Formations en vigueur.</champ><inconnus>Les places inconnues n’ajoutent rien.</inconnus>
      <origine>Registre.</origine>
    </indicateur></indicateurs>`;

const ALL_TRAININGS = `SELECT entity_kind, entity_code, period_code, value / 2.0 AS value FROM observation
 WHERE indicator_code = 'formations' AND breakdown = '' AND entity_kind IN ('country', 'region', 'department')`;

const WOMEN = `-- Women by quarter, as the share of the catalogue has them.
SELECT n.entity_kind, n.entity_code, n.period_code, n.value AS numerator, d.value - u.value AS denominator
  FROM observation n
  JOIN observation d ON d.entity_kind = n.entity_kind AND d.entity_code = n.entity_code AND d.indicator_code = 'apprenants'
       AND d.period_code = n.period_code AND d.breakdown = ''
  JOIN observation u ON u.entity_kind = n.entity_kind AND u.entity_code = n.entity_code AND u.indicator_code = 'apprenants'
       AND u.period_code = n.period_code AND u.breakdown = 'sexe:inconnu'
 WHERE n.indicator_code = 'apprenants' AND n.breakdown = 'sexe:F'`;

// What a query of the input must not do, each with where it stands in the file and what is said of it.
const ESCAPES = [
    ['DELETE FROM observation', /essai\.sql:1:\d+: \S+ refused/],
    ['-- first a comment\n\n  DROP TABLE observation', /essai\.sql:3:\d+: .*refused/],
    ["UPDATE programme SET name = 'x'", /essai\.sql:1:\d+: programme refused/],
    ["ATTACH '/tmp/gencarto-escape.sqlite' AS x", /essai\.sql:1:\d+: .*refused/],
    ['PRAGMA writable_schema = 1', /essai\.sql:1:8: writable_schema refused/],
    ["SELECT *\n  FROM pragma_table_info('observation')", /essai\.sql:\d:\d+: .*refused/],
    ["SELECT 1,\n       load_extension('x')", /essai\.sql:2:8: load_extension refused/],
    ['SELECT 1, random()', /essai\.sql:1:11: random refused/],
    ["SELECT strftime('%Y', 'now')", /essai\.sql:1:8: strftime refused/],
    ["SELECT writefile('/tmp/gencarto-escape', 'x')", /essai\.sql:1:8: no such function: writefile/],
    ['SELECT training_id FROM labelled', /essai\.sql:1:\d+: .*(labelled|refused)/],
    ['VACUUM INTO \'/tmp/gencarto-escape.sqlite\'', /essai\.sql:1:1: .*SELECT/],
    ['CREATE TEMP TABLE x (y)', /essai\.sql:1:\d+: .*refused/],
    ['SELECT 1; SELECT 2', /essai\.sql:1:11: a second statement/],
    ['-- nothing', /essai\.sql:1:1: no statement/],
    ['SELECT :x', /essai\.sql:1:1: a parameter/],
    ['SELECT entity_kind\n  FROM observation\n WHER 1', /essai\.sql:3:7: near "1"/],
    ['SELECT entity_king FROM observation', /essai\.sql:1:8: no such column: entity_king/],
    ['WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) AS value, 1 AS entity_kind, 1 AS entity_code, 1 AS period_code FROM n', /essai\.sql:1:1: it takes more than/],
];

const FAULTS = [
    ["SELECT 'region' AS entity_kind, '999' AS entity_code, '2017-T4' AS period_code, 1 AS value", /row 1 of its result: region:999: no such territory/],
    ["SELECT 'country' AS entity_kind, 'FR' AS entity_code, '2030-T4' AS period_code, 1 AS value", /row 1 of its result: 2030-T4: no such quarter/],
    ["SELECT 'country' AS entity_kind, 'FR' AS entity_code, '2017-T4' AS period_code, 'x:y' AS breakdown, 1 AS value", /x:y: no such breakdown/],
    ["SELECT 'country' AS entity_kind, 'FR' AS entity_code, '2017-T4' AS period_code, 1 AS value UNION ALL SELECT 'country', 'FR', '2017-T4', 2", /row 2 of its result: country:FR 2017-T4 : the same figure twice/],
    ["SELECT 'country' AS entity_kind, 'FR' AS entity_code, '2017-T4' AS period_code, 'many' AS value", /many: not a number/],
    ["SELECT 'country' AS entity_kind, 'FR' AS entity_code, '2017-T4' AS period_code", /essai\.sql:1:1: no column "value"/],
];

function folder(bench, name, attributes, sql, code) {
    const files = sampleFiles();
    files['programme.xml'] = files['programme.xml'].replace('</programme>', `${ENTRY(attributes, code)}\n</programme>`);
    const input = bench.path(name);
    writeFolder(input, files);
    mkdirSync(path.join(input, 'indicateurs'), { recursive: true });
    writeFileSync(path.join(input, 'indicateurs/essai.sql'), sql);
    return input;
}

async function compileWith(bench, name, attributes, sql, code) {
    return bench.run('compile', folder(bench, name, attributes, sql, code), '-o', bench.path(`${name}.sqlite`));
}

async function shown(bench) {
    const input = folder(bench, 'added', 'unite="places" nature="stock" decimales="1" sens="hausse"', ALL_TRAININGS);
    const site = bench.path('added-site');
    bench.expect('a folder that adds an indicator', await bench.run('build', input, '-o', site), 0);
    const page = readFileSync(path.join(site, 'indicateurs/places_par_formation/index.html'), 'utf8');
    bench.suite.check('its page shows its label, escaped', page.includes('Places par formation &amp; plus'), page.slice(0, 2000));
    bench.suite.check('its page shows its value', /data-cell="places_par_formation\/country:FR\/2017-T4\/"[^>]*>1,5/.test(page), page.slice(0, 4000));
    const method = readFileSync(path.join(site, 'methodologie/index.html'), 'utf8');
    bench.suite.check('the method defines it', method.includes('id="places_par_formation"'));
    const data = readFileSync(path.join(site, 'donnees/observations.csv'), 'utf8');
    bench.suite.check('the data have it', data.includes('country,FR,places_par_formation,2017-T4,,1.5'));
    bench.expect('explain knows it', await bench.run('explain', 'places_par_formation/country:FR/2017-T4/', '--from', site), 0, /Places par formation/);
    bench.expect('audit finds nothing', await bench.run('audit', site), 0, /no attack succeeds/);
}

async function shares(bench) {
    const result = await compileWith(bench, 'share', 'unite="pourcent" nature="flux"', WOMEN, 'part_essai');
    bench.expect('a share of protected counts', result, 0);
    const explained = await bench.run('explain', 'part_essai/country:FR/2017-T3/', '--from', bench.path('share.sqlite'), '--format', 'json');
    const ours = JSON.parse(explained.stdout).figure;
    const theirs = JSON.parse((await bench.run('explain', 'part_femmes/country:FR/2017-T3/', '--from', bench.path('share.sqlite'), '--format', 'json')).stdout).figure;
    for (const column of ['value', 'numerator', 'denominator', 'status'])
        bench.suite.check(`its ${column} is that of the catalogue's share`, ours[column] === theirs[column], `${ours[column]} ${theirs[column]}`);
    const odd = `${WOMEN.replace('n.value AS numerator', 'n.value + 1 AS numerator')} AND d.value - u.value > n.value`;
    bench.expect('a share of what is no multiple', await compileWith(bench, 'odd', 'unite="pourcent" nature="flux"', odd), 3, /no multiple of the rounding base/);
    const few = "SELECT 'country' AS entity_kind, 'FR' AS entity_code, '2017-T4' AS period_code, 5 AS numerator, 10 AS denominator";
    bench.expect('a share of few persons', await compileWith(bench, 'few', 'unite="pourcent" nature="flux"', few), 0);
    const hidden = await bench.run('explain', 'places_par_formation/country:FR/2017-T4/', '--from', bench.path('few.sqlite'), '--format', 'json');
    const figure = JSON.parse(hidden.stdout).figure;
    bench.suite.check('a share of few persons is not shown', figure.status === 'c' && figure.value === null && figure.numerator === null, hidden.stdout);
}

export async function addedIndicators(bench) {
    await shown(bench);
    await shares(bench);
    for (const [sql, says] of [...ESCAPES, ...FAULTS]) {
        const name = `escape-${ESCAPES.length + FAULTS.length}-${Math.abs([...sql].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7))}`;
        const result = await compileWith(bench, name, 'unite="places" nature="stock"', sql);
        bench.expect(sql.split('\n').join(' '), result, 3, says);
        bench.suite.check(`${sql}: nothing is left`, !existsSync(bench.path(`${name}.sqlite`)) && !existsSync('/tmp/gencarto-escape') && !existsSync('/tmp/gencarto-escape.sqlite'));
    }
    bench.expect('a code of the catalogue', await compileWith(bench, 'same', 'unite="places" nature="stock"', ALL_TRAININGS, 'formations'), 3, /has an indicator formations already/);
    const input = folder(bench, 'absent', 'unite="places" nature="stock"', ALL_TRAININGS);
    writeFileSync(path.join(input, 'programme.xml'), readFileSync(path.join(input, 'programme.xml'), 'utf8').replace('essai.sql', '../autre.sql'));
    bench.expect('a file outside the folder', await bench.run('compile', input, '-o', bench.path('absent.sqlite')), 3, /programme\.xml:\d+/);
    bench.suite.check('no file is left beside', !readdirSync(bench.scratch).some((one) => one.startsWith('gencarto-escape')));
}
