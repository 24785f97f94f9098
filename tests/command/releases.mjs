// Releases that are kept: release, the ledger, --release and --as-of.
import { cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { snapshot } from './sample.mjs';

const QUARTERS = [2016, 2017].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}-T${quarter}`));

// What is forecast from the second quarter of 2017 on.
const TARGET = '<cibles><cible indicateur="apprenants_cumul" valeur="3000" debut="2016-T1" echeance="2017-T4"/></cibles>';

// Every revision is explained: a small programme has large ones.
export function explained(text) {
    const pairs = QUARTERS.flatMap((release, i) => QUARTERS.slice(0, i).map((quarter) => [quarter, release]));
    const revisions = pairs.map(([quarter, release]) => `<revision trimestre="${quarter}" publication="${release}">Retards.</revision>`);
    return text.replace('</programme>', `<revisions>${revisions.join('\n')}</revisions></programme>`);
}

// `all` has every file, `folder` those received until the first quarter of 2017.
async function prepare(bench) {
    const all = bench.path('all'), folder = bench.path('releases-input');
    await bench.run('new', all, '--trainings', '60', '--enrolments', '2500', '--seed', '8', '--quiet');
    const configuration = path.join(all, 'programme.xml');
    writeFileSync(configuration, readFileSync(configuration, 'utf8').replace(/<publication[^>]*\/>/, '').replace(/<cibles>[\s\S]*<\/cibles>/, TARGET)
        .replace('<sources>', '<sources><source table="inscriptions" fichiers="*-retards.csv" recu-le="2017-07-20"/>'));
    cpSync(all, folder, { recursive: true });
    const plain = readFileSync(configuration, 'utf8');
    writeFileSync(path.join(folder, 'programme.xml'), explained(plain));
    for (const quarter of ['2017-T2', '2017-T3', '2017-T4']) rmSync(path.join(folder, `inscriptions-${quarter}.csv`));
    const receive = (quarter) => cpSync(path.join(all, `inscriptions-${quarter}.csv`), path.join(folder, `inscriptions-${quarter}.csv`));
    return { folder, plain, receive };
}

// Counts of persons as a site gives them: { figure: value }, of quarters up to `last`, without the outcomes, which are
// restated as they become known.
function counts(site, last) {
    const rows = readFileSync(path.join(site, 'donnees/observations.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
    const measures = /^(inscriptions|entrees|apprenants|termines|abandons|reorientes)(_cumul)?$/;
    const ours = rows.filter(([, , indicator, period]) => measures.test(indicator) && period <= last);
    return Object.fromEntries(ours.map(([type, code, indicator, period, breakdown, value]) => [[indicator, type, code, period, breakdown].join('/'), value]));
}

// The forecasts of learners that a site made at the end of a quarter: [what was foreseen, all columns by name].
function forecasts(site, origin) {
    const [head, ...lines] = readFileSync(path.join(site, 'donnees/previsions.csv'), 'utf8').trim().split(/\r?\n/).map((line) => line.split(','));
    const rows = lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])));
    return rows.filter((row) => row.depuis === origin && row.indicateur === 'apprenants_cumul');
}

// Rows of the end of 2016 that come after the release of the second quarter of 2017: the path of their file.
function sendLate(folder, count) {
    const late = path.join(folder, 'inscriptions-2017-T2-retards.csv');
    const [header, ...rows] = readFileSync(path.join(folder, 'inscriptions-2016-T4.csv'), 'utf8').trim().split(/\r?\n/);
    writeFileSync(late, `${[header, ...rows.slice(0, count).map((row) => row.replace(/^([^;]+);([^;]+)/, '$1bis;$2bis'))].join('\n')}\n`);
    return late;
}

// A forecast is made again as it was published, and is judged by what came.
async function pastForecasts(bench, folder, then) {
    const site = bench.path('site-later'), foreseen = (row) => [row.periode, row.methode, row.prevision, row.bas, row.haut].join(' ');
    sendLate(folder, 60);
    bench.expect('a site of the quarter after', await bench.run('build', folder, '-o', site), 0);
    const made = forecasts(then, '2017-T2'), kept = forecasts(site, '2017-T2'), page = readFileSync(path.join(site, 'indicateurs/apprenants_cumul/index.html'), 'utf8');
    bench.suite.check('a release has its forecasts', made.length === 2 && made.every((row) => row.venu === '' && row.base === 'publiee'), JSON.stringify(made));
    bench.suite.check('the next release has the same', made.map(foreseen).join() === kept.map(foreseen).join(), `${made.map(foreseen)}\n${kept.map(foreseen)}`);
    bench.suite.check('as they were published', kept.every((row) => row.base === 'publiee'), JSON.stringify(kept));
    bench.suite.check('beside what came', kept[0].venu !== '' && kept[1].venu === '', JSON.stringify(kept));
    bench.suite.check('the page says so', page.includes('telles qu’elles ont été publiées'));
    bench.suite.check('revisions are on the line', /\u00a0\(r\)<\/text>/.test(page) && page.includes('class="revision"'));
}

// A breakdown that is opened over a ledger gets its past once, with the release that first shows it.
async function openedLater(bench) {
    const folder = bench.path('opened-input'), all = bench.path('all'), configuration = path.join(folder, 'programme.xml');
    const closed = '<diffusion base="5"><fermer niveau="france" ventilation="age"/></diffusion>';
    const sites = ['before', 'opened', 'next', 'later', 'again'].map((name) => bench.path(`site-age-${name}`));
    const ages = (site) => readFileSync(path.join(site, 'donnees/observations.csv'), 'utf8').split('\n').filter((line) => /,age:/.test(line) && /^country,FR,(entrees|apprenants)/.test(line));
    const write = (text) => writeFileSync(configuration, text);
    const build = (site) => bench.run('build', folder, '-o', site);
    cpSync(all, folder, { recursive: true });
    for (const quarter of ['2017-T3', '2017-T4']) rmSync(path.join(folder, `inscriptions-${quarter}.csv`));
    const receive = (quarter) => cpSync(path.join(all, `inscriptions-${quarter}.csv`), path.join(folder, `inscriptions-${quarter}.csv`));
    const open = explained(readFileSync(configuration, 'utf8'));
    const shut = open.replace(/<diffusion[^>]*\/>/, closed);
    bench.suite.check('the configuration closes ages', shut !== open);
    write(shut);
    bench.expect('a site without ages', await build(sites[0]), 0);
    bench.expect('its release', await bench.run('release', folder), 0, /2017-T2 frozen/);
    write(open);
    bench.expect('ages opened over a frozen release', await build(sites[1]), 0);
    bench.suite.check('do not come to it', snapshot(sites[1]) === snapshot(sites[0]), 'it differs');
    receive('2017-T3');
    bench.expect('they come with the next quarter', await build(sites[2]), 0);
    bench.suite.check('with a past', ages(sites[2]).some((line) => /2016-T2/.test(line)), ages(sites[2])[0]);
    bench.expect('and are frozen with it', await bench.run('release', folder), 0, /2017-T3 frozen/);
    receive('2017-T4');
    bench.expect('the quarter after', await build(sites[3]), 0);
    const kept = new Map(ages(sites[3]).map((line) => [line.split(',').slice(0, 5).join(), line.split(',')[5]]));
    bench.suite.checkNone('has the same past', ages(sites[2]).filter((line) => kept.get(line.split(',').slice(0, 5).join()) !== line.split(',')[5]));
    bench.expect('its audit beside all of them', await bench.run('audit', sites[3], ...sites.slice(0, 3).flatMap((site) => ['--former', site])), 0, /former releases compared: 3 releases/);
    bench.expect('the first site again', await bench.run('build', folder, '-o', sites[4], '--release', '2017-T2', '--as-of', '2017-07-31'), 0);
    bench.suite.check('byte for byte', snapshot(sites[4]) === snapshot(sites[0]), 'it differs');
    write(open.replace(/<diffusion[^>]*\/>/, '<diffusion base="5"><ouvrir niveau="formation" ventilation="sexe"/></diffusion>'));
    bench.expect('opened below what the releases have', await build(sites[4]), 3, /releases\/2016-T1\.csv:\d+: the releases have .* for no finer place than department:/, /another ledger/);
}

async function refusals(bench, folder, plain) {
    const ledger = path.join(folder, 'releases/2016-T3.csv');
    const kept = readFileSync(ledger, 'utf8');
    const build = () => bench.run('compile', folder, '-o', bench.path('refused.sqlite'));
    writeFileSync(ledger, kept.replace(/^(.*,)(\d+)$/m, (_, start, count) => `${start}${Number(count) + 1}`));
    bench.expect('a state that is no multiple', await build(), 3, /2016-T3\.csv:3: /, /multiple/, /version control/);
    writeFileSync(ledger, kept.replace(/\n.*\n$/, '\n'));
    bench.expect('a ledger without its last line', await build(), 3, /2016-T3\.csv:1: /);
    renameSync(ledger, `${ledger}.old`);
    bench.expect('a gap in the ledger', await build(), 3, /2016-T3\.csv is missing/);
    bench.expect('a release over a gap', await bench.run('release', folder), 3, /2016-T3\.csv is missing/);
    renameSync(`${ledger}.old`, ledger);
    writeFileSync(ledger, kept);
    writeFileSync(path.join(folder, 'programme.xml'), plain);
    const late = sendLate(folder, 100);
    const large = await build();
    rmSync(late);
    bench.expect('a large revision', large, 3, /^gencarto: [a-z]+\/(country:FR|region:\w+)\/201\d-T\d\/: the data change/m, /<revision trimestre="201\d-T\d" publication="2017-T2">/);
    const told = large.stderr.replace(/2 %|10 % and 20 persons|201\d-T\d|region:\w+/g, '');
    bench.suite.check('a large revision is told without its numbers', !/\d/.test(told.split('gencarto: ').pop()), told);
    writeFileSync(path.join(folder, 'programme.xml'), explained(plain).replace('base="5"', 'base="10"').replace(/(<programme[^>]*>)(?![\s\S]*<diffusion)/, '$1<diffusion base="10"/>'));
    bench.expect('another base', await build(), 3, /frozen with base 5/);
    writeFileSync(path.join(folder, 'programme.xml'), explained(plain));
}

export async function releases(bench) {
    const { folder, plain, receive } = await prepare(bench);
    const first = bench.path('site-then'), now = bench.path('site-now'), again = bench.path('site-again');
    bench.expect('a site before its release', await bench.run('build', folder, '-o', first), 0);
    bench.expect('release', await bench.run('release', folder), 0, /2016-T1 frozen/, /2017-T1 frozen, [\d,]+ counts/, /commit them/);
    bench.suite.check('a file a quarter', readdirSync(path.join(folder, 'releases')).join() === QUARTERS.slice(0, 5).map((q) => `${q}.csv`).join());
    bench.expect('release once more', await bench.run('release', folder), 0, /frozen already/);
    bench.expect('a release before its data', await bench.run('release', folder, '--release', '2017-T2'), 3, /2017-T1/);
    const before = snapshot(path.join(folder, 'releases'));

    receive('2017-T2');
    bench.expect('a site of the next quarter', await bench.run('build', folder, '-o', now), 0);
    bench.expect('its audit', await bench.run('audit', now), 0);
    const then = counts(first, '2017-T1'), since = counts(now, '2017-T1');
    const moved = Object.keys(then).filter((cell) => then[cell] !== since[cell]);
    bench.suite.check('counts were compared', Object.keys(then).length > 1000, `${Object.keys(then).length}`);
    bench.suite.checkNone('what was published stays', moved);
    bench.suite.check('revisions are listed', /2017-T2/.test(readFileSync(path.join(now, 'revisions/index.html'), 'utf8')));

    bench.expect('a frozen release, known otherwise now', await bench.run('release', folder, '--release', '2017-T1'), 3, /is frozen/);
    bench.suite.check('the ledger is as it was', snapshot(path.join(folder, 'releases')) === before);
    bench.expect('the same with --as-of', await bench.run('release', folder, '--as-of', '2017-04-30'), 0, /frozen already/);
    receive('2017-T3');
    bench.expect('the past site', await bench.run('build', folder, '-o', again, '--as-of', '2017-04-30'), 0);
    bench.suite.check('--as-of makes the same site, byte for byte', snapshot(again) === snapshot(first), 'it differs');
    bench.expect('--as-of of no day', await bench.run('build', folder, '-o', again, '--as-of', '2017-02-30'), 2, /day of the calendar/);
    rmSync(path.join(folder, 'inscriptions-2017-T3.csv'));
    await refusals(bench, folder, plain);
    bench.expect('the next release', await bench.run('release', folder), 0, /2017-T2 frozen/);
    bench.expect('its site, frozen', await bench.run('build', folder, '-o', again), 0);
    bench.suite.check('freezing changes nothing', snapshot(again) === snapshot(now), 'it differs');
    receive('2017-T3');
    await pastForecasts(bench, folder, now);
    await openedLater(bench);
}
