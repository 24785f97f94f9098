// Releases of a programme whose small counts are hidden: what was published stays, and nothing more can be had from two
// releases than from one.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explained } from './releases.mjs';
import { snapshot } from './sample.mjs';

async function prepare(bench) {
    const all = bench.path('hidden-all'), folder = bench.path('hidden-input');
    await bench.run('new', all, '--trainings', '24', '--enrolments', '1500', '--seed', '5', '--quiet');
    const configuration = path.join(all, 'programme.xml');
    writeFileSync(configuration, readFileSync(configuration, 'utf8').replace(/<publication[^>]*\/>/, '').replace(/<cibles>[\s\S]*<\/cibles>/, '')
        .replace(/<diffusion[^>]*\/>/, '<diffusion mode="suppression" base="5"/>')
        .replace('<sources>', '<sources><source table="inscriptions" fichiers="*-retards.csv" recu-le="2017-07-20"/>'));
    cpSync(all, folder, { recursive: true });
    for (const quarter of ['2017-T2', '2017-T3', '2017-T4']) rmSync(path.join(folder, `inscriptions-${quarter}.csv`));
    return { folder, receive: (quarter) => cpSync(path.join(all, `inscriptions-${quarter}.csv`), path.join(folder, `inscriptions-${quarter}.csv`)) };
}

// What the site says of counts up to `last`: { figure: 'value status' }.
function counts(site, last) {
    const rows = readFileSync(path.join(site, 'donnees/observations.csv'), 'utf8').trim().split(/\r?\n/).map((line) => line.split(','));
    const columns = ['type', 'code', 'indicateur', 'periode', 'ventilation', 'valeur', 'statut'].map((name) => rows[0].indexOf(name));
    const known = columns.every((column) => column >= 0);
    const measures = /^(inscriptions|entrees|apprenants|termines|abandons|reorientes|situations_3mois|accueils)(_cumul)?$/;
    const cells = rows.slice(1).map((row) => columns.map((column) => row[column]))
        .filter(([, , indicator, period]) => measures.test(indicator) && period <= last);
    return { known, figures: new Map(cells.map(([kind, code, indicator, period, breakdown, value, status]) =>
        [[indicator, kind, code, period, breakdown].join('/'), `${value} ${status === 'c'}`])) };
}

// Late rows, and corrections of rows that are published: another sex, another end.
function correct(folder) {
    const [header, ...rows] = readFileSync(path.join(folder, 'inscriptions-2016-T4.csv'), 'utf8').trim().split(/\r?\n/);
    const names = header.replace('\ufeff', '').split(';');
    const changed = rows.slice(0, 12).map((row, i) => row.split(';').map((cell, k) => {
        if (i % 3 === 0) return names[k] === 'sexe' ? (cell === 'F' ? 'M' : 'F') : cell;
        return names[k] === 'inscription_id' || names[k] === 'apprenant' ? `${cell}bis` : cell;
    }).join(';'));
    writeFileSync(path.join(folder, 'inscriptions-2017-T2-retards.csv'), `${[header, ...changed].join('\n')}\n`);
}

async function refusals(bench, folder) {
    const build = () => bench.run('compile', folder, '-o', bench.path('hidden.sqlite'));
    const change = async (name, file, edit, ...says) => {
        const kept = readFileSync(path.join(folder, file), 'utf8');
        const edited = edit(kept);
        bench.suite.check(`${name}: something was changed`, edited !== kept);
        writeFileSync(path.join(folder, file), edited);
        bench.expect(name, await build(), 3, ...says);
        writeFileSync(path.join(folder, file), kept);
    };
    await change('a former file that was changed', 'inscriptions-2017-T1.csv', (text) => text.split('\n').filter((line) => !/;2017-0[1-3]-1\d;;/.test(line)).join('\n'),
        /releases\/201\d-T\d\.csv:\d+: the files that this release knew do not give its figures any more/, /corrections in a new file/);
    await change('a ledger that was changed', 'releases/2016-T3.csv', (text) => text.replace(/,c,c\n/, ',c,7\n'), /2016-T3\.csv:1: the lines are not those/);
    await change('a ledger of another program', 'releases/2016-T3.csv', (text) => text.replace('ledger 1;', 'ledger 9;'), /version 9/);
    await change('a ledger of another method', 'releases/2016-T3.csv', (text) => text.replace(/method \d+;/, 'method 1;'),
        /2016-T3\.csv: frozen by method 1 of suppression/, /begin another ledger/);
    await change('rounding after a suppression', 'programme.xml', (text) => text.replace('mode="suppression"', 'mode="arrondi"'), /2016-T\d\.csv:1: /);
    await change('another threshold', 'programme.xml', (text) => text.replace('base="5"', 'base="10"'), /frozen with base 5/);
    const training = readFileSync(path.join(folder, 'releases/2016-T3.csv'), 'utf8').match(/^,,training:([^,]*),/m)[1];
    await change('a training that left the register', 'formations.csv', (text) => text.split('\n').filter((line) => !line.startsWith(`${training};`)).join('\n'),
        /register has it no more|have errors/);
}

export async function hiddenReleases(bench) {
    const { folder, receive } = await prepare(bench);
    const first = bench.path('hidden-then'), now = bench.path('hidden-now'), again = bench.path('hidden-again');
    bench.expect('a site before its release', await bench.run('build', folder, '-o', first), 0);
    bench.expect('release', await bench.run('release', folder), 0, /2016-T1 frozen/, /2017-T1 frozen, [\d,]+ counts/);
    bench.expect('release once more', await bench.run('release', folder), 0, /frozen already/);
    bench.expect('the site of the frozen release', await bench.run('build', folder, '-o', again), 0);
    bench.suite.check('freezing changes nothing', snapshot(again) === snapshot(first), 'it differs');
    const ledger = readFileSync(path.join(folder, 'releases/2017-T1.csv'), 'utf8');
    bench.suite.check('the ledger hides', /^[a-z_0-9]+,[^,]*,region:[^,]*,,c,c$/m.test(ledger), ledger.slice(0, 2000));
    bench.suite.check('the ledger has no small count', !/,-?[1-4](,|\n)/.test(ledger), ledger.match(/^.*,-?[1-4](,.*|)$/m)?.[0]);

    receive('2017-T2');
    correct(folder);
    const stopped = await bench.run('compile', folder, '-o', bench.path('hidden.sqlite'));
    bench.expect('a large revision', stopped, 3, /^gencarto: [a-z]+\/(country:FR|region:\w+)\/201\d-T\d\/: the data change/m, /<revision trimestre="201\d-T\d" publication="2017-T2">/);
    const told = stopped.stderr.replace(/2 %|10 % and 20 persons|201\d-T\d|region:\w+/g, '');
    bench.suite.check('is told without its numbers', !/\d/.test(told.split('gencarto: ').pop()), told);
    bench.expect('nor is it frozen', await bench.run('release', folder), 3, /the data change this published quarter/);
    const configuration = path.join(folder, 'programme.xml');
    writeFileSync(configuration, explained(readFileSync(configuration, 'utf8')));
    bench.expect('a site with corrections', await bench.run('build', folder, '-o', now), 0);
    bench.expect('its audit beside the former one', await bench.run('audit', now, '--former', first), 0);
    const then = counts(first, '2017-T1'), since = counts(now, '2017-T1');
    bench.suite.check('counts were compared', then.known && then.figures.size > 1000, `${then.figures.size}`);
    bench.suite.checkNone('what was published stays, hidden or shown', [...then.figures].filter(([cell, what]) => since.figures.get(cell) !== what).map(([cell]) => cell));
    bench.expect('the next release', await bench.run('release', folder), 0, /2017-T2 frozen/);

    receive('2017-T3');
    const register = path.join(folder, 'formations.csv');
    const lines = readFileSync(register, 'utf8').split('\n');
    const names = lines[0].replace('\ufeff', '').split(';');
    const row = lines[3].split(';');
    for (const [name, value] of [['code_commune', '75056'], ['code_postal', '75001'], ['commune', 'Paris'], ['latitude', ''], ['longitude', ''], ['structure_id', 'AUTRE']]) {
        if (names.includes(name)) row[names.indexOf(name)] = value;
    }
    lines[3] = row.join(';');
    writeFileSync(register, lines.join('\n'));
    bench.expect('a training moves', await bench.run('build', folder, '-o', again), 0);
    bench.expect('its audit beside two former ones', await bench.run('audit', again, '--former', `${first},${now}`), 0);
    bench.expect('and it is frozen', await bench.run('release', folder), 0, /2017-T3 frozen/);
    bench.expect('then made again', await bench.run('build', folder, '-o', bench.path('hidden-third')), 0);
    bench.suite.check('a file a quarter', readdirSync(path.join(folder, 'releases')).length === 7, 'other files');
    await refusals(bench, folder);
}
