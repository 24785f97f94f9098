// explain and diff: what a published figure is made of, and what changed between two publications.
import { cpSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute } from '../tools/suite.mjs';

async function explained(bench, file, cell) {
    const result = await bench.run('explain', cell, '--from', file, '--format', 'json');
    bench.expect(`explain ${cell}`, result, 0);
    return result.code === 0 ? JSON.parse(result.stdout) : null;
}

const total = (rows, keep = () => true) => rows.filter(keep).reduce((sum, row) => sum + (row.factor ?? 1) * (row.value ?? 0), 0);

// What a figure is said to be computed from gives the figure.
async function checkShare(bench, file, cell) {
    const { figure, inputs } = await explained(bench, file, cell);
    if (figure.value === null) return;
    const part = (name) => total(inputs, (row) => row.part === name);
    bench.suite.check(`${cell}: its inputs give its numerator`, part('numerator') === figure.numerator, JSON.stringify({ figure, inputs }));
    bench.suite.check(`${cell}: its inputs give its denominator`, part('denominator') === figure.denominator, JSON.stringify({ figure, inputs }));
    const percent = Math.round((1000 * figure.numerator) / figure.denominator) / 10;
    bench.suite.check(`${cell}: the quotient is the value`, percent === figure.value, `${percent} ${figure.value}`);
}

async function checkCount(bench, file, cell) {
    const { figure, territories, breakdowns } = await explained(bench, file, cell);
    bench.suite.check(`${cell}: its territories add up to it`, total(territories) === figure.value, JSON.stringify(territories));
    for (const dimension of new Set(breakdowns.map((row) => row.dimension))) {
        const sum = total(breakdowns, (row) => row.dimension === dimension);
        bench.suite.check(`${cell}: ${dimension} adds up to it`, sum === figure.value, `${sum} ${figure.value}`);
    }
}

export async function explanations(bench) {
    const input = bench.path('simulated');
    await bench.run('new', input, '--trainings', '60', '--enrolments', '2500', '--seed', '5', '--quiet');
    const file = bench.path('public.sqlite');
    bench.expect('its public file', await bench.run('compile', input, '-o', file), 0);
    for (const entity of ['country:FR', 'region:11', 'region:ND', 'department:75']) {
        for (const measure of ['part_femmes', 'part_neet', 'part_qpv', 'part_femmes_cumul', 'part_neet_cumul'])
            await checkShare(bench, file, `${measure}/${entity}/2017-T4/`);
        for (const measure of ['apprenants', 'entrees_cumul', 'termines']) await checkCount(bench, file, `${measure}/${entity}/2017-T4/`);
    }
    for (const measure of ['part_zrr_cumul', 'sorties_positives_cumul', 'taux_versement']) await checkShare(bench, file, `${measure}/country:FR/2017-T4/`);
    const { figure, inputs } = await explained(bench, file, 'presents/country:FR/2017-T2/');
    bench.suite.check('presents is the sum of its inputs', total(inputs) === figure.value || figure.value > total(inputs), JSON.stringify(inputs));

    const cell = 'part_femmes_cumul/country:FR/2017-T3';
    const text = await bench.run('explain', cell, '--from', file);
    bench.expect('explain for people', text, 0, /^part_femmes_cumul\/country:FR\/2017-T3\/\n/, /Part des femmes/, /% {2}= [\d,]+ \/ [\d,]+/,
        'Definition', 'Protection', 'multiple of 5', 'Computed from', '> 2017-T3', 'inscriptions-2017-T3.csv', 'generator/sql/indicator/part.sql');
    bench.expect('explain of an input folder', await bench.run('explain', cell, '--from', input), 0, /Part des femmes/);
    const site = bench.site;
    await bench.run('build', input, '-o', site);
    bench.suite.check('explain of a site says the same', (await bench.run('explain', cell, '--from', site)).stdout === text.stdout);
    const few = bench.path('few');
    await bench.run('new', few, '--trainings', '40', '--enrolments', '600', '--quiet');
    const programme = path.join(few, 'programme.xml');
    writeFileSync(programme, readFileSync(programme, 'utf8').replace('base="5"', 'base="10"'));
    bench.expect('a share so small that it has no number', await bench.run('explain', 'part_boursiers/country:FR/2016-T2/', '--from', few), 0,
        '(very few, if any)');
    const refusals = [
        ['part_femme/country:FR/2017-T4/', /no indicator part_femme; published are part_femmes/],
        ['apprenants/region:99/2017-T4/', /no region 99; published are region:01/],
        ['apprenants/country:FR/2030-T1/', /no quarter 2030-T1; published are 2016-T1 to 2017-T4/],
        ['apprenants/country:FR/2017-T4/sexe:Z', /no such breakdown.*"sexe:F"/],
        ['part_femmes/training:F0001/2017-T4/', /not published for a training/],
        ['apprenants', /expected INDICATOR\/ENTITY\/PERIOD/],
        ['apprenants/country:FR/2017-T4//', /expected INDICATOR\/ENTITY\/PERIOD/],
    ];
    for (const [one, says] of refusals) bench.expect(`explain ${one}`, await bench.run('explain', one, '--from', file), 2, says);
    bench.expect('explain from nothing', await bench.run('explain', cell, '--from', bench.path('none')), 3, /none/);
}

// The rows of the enrolment files as a later file leaves them, by their identifier.
function enrolmentsOf(folder) {
    const rows = new Map();
    for (const name of readdirSync(folder).filter((one) => one.startsWith('inscriptions')).sort()) {
        const [header, ...lines] = readFileSync(path.join(folder, name), 'utf8').trim().split('\n').map((line) => line.trim().split(';'));
        lines.forEach((cells) => rows.set(cells[0], Object.fromEntries(header.map((column, i) => [column, cells[i]]))));
    }
    return [...rows.values()];
}

// An ISO or a French day as ISO.
const isoDay = (text) => (text.includes('/') ? text.split('/').reverse().join('-') : text);

// What only the owner of the input is told: exact counts, which a plain reading of the files gives as well.
// Where standard output leads: never into a site, by whatever name; beside one, anywhere else, and of what is public.
async function privateDestinations(bench, input) {
    const site = bench.path('published'), cell = 'entrees/country:FR/2017-T4/';
    bench.expect('a site', await bench.run('build', bench.input, '-o', site), 0);
    symlinkSync(path.join(site, 'donnees'), bench.path('elsewhere'));
    const explain = (file, ...words) => execute('sh', ['-c', 'to=$1; shift; exec "$@" > "$to"', 'sh', file, bench.program, 'explain', cell, '--from', input, ...words]);
    const written = (file) => readFileSync(file, 'utf8');
    for (const file of [path.join(site, 'x.txt'), path.join(site, 'donnees/x.txt'), bench.path('elsewhere/y.txt')]) {
        bench.expect(`--private > ${file}`, await explain(file, '--private'), 2, 'lies in a published site', 'remove the file');
        bench.suite.check(`${file}: nothing is written`, written(file) === '', written(file));
        rmSync(file);
    }
    bench.expect('--private beside the site', await explain(`${site}.txt`, '--private'), 0);
    bench.suite.check('beside the site the exact count is written', written(`${site}.txt`).includes('PRIVATE'));
    bench.expect('what is public, into the site', await explain(path.join(site, 'x.txt')), 0);
}

export async function privateExplanations(bench) {
    const input = bench.path('simulated');
    await bench.run('new', input, '--trainings', '60', '--enrolments', '2500', '--seed', '5', '--quiet');
    const isIn = (day) => isoDay(day) >= '2017-10-01' && isoDay(day) <= '2017-12-31';
    const rows = enrolmentsOf(input);
    const expected = {
        termines: rows.filter((row) => row.statut === 'termine' && isIn(row.date_sortie)).length,
        entrees: rows.filter((row) => isIn(row.date_entree)).length,
        apprenants_cumul: new Set(rows.filter((row) => row.date_entree !== '').map((row) => row.apprenant)).size,
    };
    for (const [measure, count] of Object.entries(expected)) {
        const cell = `${measure}/country:FR/2017-T4/`;
        const result = await bench.run('explain', cell, '--from', input, '--private', '--format', 'json');
        bench.expect(`explain --private ${cell}`, result, 0);
        const { figure, private: told } = JSON.parse(result.stdout);
        bench.suite.check(`${cell}: the exact count is that of the files`, told.cells[0].rows === count && told.cells[0].lines.length === count,
            `${told.cells[0].rows} ${count}`);
        bench.suite.check(`${cell}: what is published is near it`, Math.abs(figure.value - count) < 10, `${figure.value} ${count}`);
        bench.suite.check(`${cell}: each file has its hash`, told.files.every((file) => /^[0-9a-f]{64}$/.test(file.sha256)));
    }
    const share = await bench.run('explain', 'part_femmes/country:FR/2017-T4/', '--from', input, '--private');
    const women = new RegExp(`PRIVATE[^]*exact numerator: \\d+\\n {2}exact denominator: \\d+[^]*inscriptions-2017-T4.csv: \\d+ rows, lines `);
    bench.expect('explain --private of a share', share, 0, women, /set aside/);
    bench.expect('explain --private of the register', await bench.run('explain', 'formations/country:FR/2017-T4/', '--from', input, '--private'), 0,
        /no row about a person is counted/);
    await privateDestinations(bench, input);
    await bench.run('compile', input, '-o', bench.path('public.sqlite'));
    bench.expect('--private of a public file', await bench.run('explain', 'entrees/country:FR/2017-T4/', '--from', bench.path('public.sqlite'), '--private'),
        2, /expected an input folder/);
    bench.suite.check('without --private nothing exact is said', !(await bench.run('explain', 'entrees/country:FR/2017-T4/', '--from', input)).stdout.includes('exact'));
}

export async function differences(bench) {
    const before = bench.path('before.sqlite');
    const after = bench.path('after.sqlite');
    bench.expect('a publication', await bench.run('compile', bench.input, '-o', before, '--release', '2017-T3'), 0);
    bench.expect('the same publication', await bench.run('diff', before, before), 0, /nothing changed/);
    const name = path.join(bench.input, 'formations.csv');
    writeFileSync(name, readFileSync(name, 'utf8').replace('Développement web', 'Développement mobile').replace(';30;', ';35;'));
    bench.expect('the next publication', await bench.run('compile', bench.input, '-o', after), 0);
    const text = await bench.run('diff', before, after);
    bench.expect('diff for people', text, 0, /2017-T3\) -> .*2017-T4\)/, /figures? changed/, /places\/country:FR\/2017-T3\/ +75 -> 80 \(\+5\)/,
        /F2 Développement mobile: .*title Développement web -> Développement mobile, places 30 -> 35 \(\+5\)/, /figures new/);
    bench.expect('--limit 0', await bench.run('diff', before, after, '--limit', '0'), 0, /and 1 more/);
    const { counts, changes } = JSON.parse((await bench.run('diff', before, after, '--format', 'json')).stdout);
    bench.suite.check('diff --format json lists every change',
        changes.length === Object.values(counts).reduce((sum, { same, ...kinds }) => sum + Object.values(kinds).reduce((a, b) => a + b, 0), 0));
    const places = changes.find((one) => one.key === 'places/country:FR/2017-T3/');
    bench.suite.check('with old and new', places?.kind === 'changed' && places.fields.value.old === 75 && places.fields.value.new === 80, JSON.stringify(places));
    const levels = changes.filter((one) => one.table === 'figure' && one.kind === 'changed' && one.key.endsWith('/')).map((one) => ['country', 'region', 'department', 'structure', 'training'].findIndex((kind) => one.key.includes(`/${kind}:`)));
    bench.suite.check('the country comes first', levels.length > 0 && levels.every((level, i) => i === 0 || level >= levels[i - 1]), String(levels));
    const sites = ['one', 'two'].map((one) => bench.path(one));
    await bench.run('build', bench.input, '-o', sites[0]);
    cpSync(sites[0], sites[1], { recursive: true });
    bench.expect('diff of two sites', await bench.run('diff', ...sites), 0, /nothing changed/);
    bench.expect('diff of one', await bench.run('diff', before), 2, /its NEW is missing/);
    bench.expect('diff of three', await bench.run('diff', before, after, after), 2, /unexpected/);
    bench.expect('diff of an input', await bench.run('diff', before, bench.input), 3);
}
