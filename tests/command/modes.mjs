// Each mode and base of the protection, and levels opened and closed: the site is made, and the audit finds nothing to
// say of persons.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../tools/suite.mjs';

const CHOICES = [
    ...[3, 5, 10, 11].flatMap((base) => ['arrondi', 'suppression'].map((mode) => `<diffusion mode="${mode}" base="${base}"/>`)),
    '<diffusion><ouvrir niveau="formation" ventilation="sexe"/><fermer niveau="departement" ventilation="qpv"/></diffusion>',
    '<diffusion mode="suppression"><ouvrir niveau="departement" ventilation="age"/><fermer niveau="region" ventilation="sexe"/></diffusion>',
];

export async function modes(bench) {
    await smallProgrammes(bench);
    const input = bench.path('modes'), site = bench.path('modes-site');
    cpSync(path.join(ROOT, 'tests/golden/mini/input'), input, { recursive: true });
    const file = path.join(input, 'programme.xml');
    const configuration = readFileSync(file, 'utf8');
    for (const choice of CHOICES) {
        writeFileSync(file, configuration.replace('</programme>', `${choice}</programme>`));
        rmSync(site, { recursive: true, force: true });
        const built = await bench.run('build', input, '-o', site);
        const tells = /suppression: hidden, of those that are not 0\n/.test(built.output);
        bench.suite.check(`${choice}: the site is made`, built.code === 0, built.output);
        bench.suite.check(`${choice}: says what was hidden, if anything may be`, tells === choice.includes('suppression'), built.output);
        const audited = await bench.run('audit', site);
        bench.suite.check(`${choice}: persons are protected`, audited.code !== 4, audited.output);
        if (!choice.includes('suppression" base="5')) continue;
        hiddenWords(bench, site);
        await hiddenCircle(bench, site);
    }
}

// Programmes so small that every figure of the country may be 0, unknown or secret: trainings, enrolments.
const SMALL = [[1, 1], [2, 0], [3, 8], [8, 60]];

async function smallProgrammes(bench) {
    for (const [trainings, enrolments] of SMALL) {
        const name = `${trainings}-${enrolments}`, input = bench.path(`small-${name}`), site = bench.path('small-site');
        await bench.run('new', input, '--trainings', `${trainings}`, '--enrolments', `${enrolments}`, '--seed', '1', '--quiet');
        const file = path.join(input, 'programme.xml');
        const configuration = readFileSync(file, 'utf8');
        for (const mode of ['arrondi', 'suppression']) {
            writeFileSync(file, configuration.replace(/<diffusion [^>]*>/, `<diffusion mode="${mode}" base="5"/>`));
            rmSync(site, { recursive: true, force: true });
            bench.expect(`${trainings} trainings, ${enrolments} enrolments, ${mode}: build`, await bench.run('build', input, '-o', site), 0);
        }
    }
}

// What a suppression never publishes has no column of its own, and a target that is hidden is called so, without a gauge.
function hiddenWords(bench, site) {
    const page = (name) => readFileSync(path.join(site, name, 'index.html'), 'utf8');
    const trainings = readdirSync(path.join(site, 'formations')).filter((name) => !name.includes('.')).map((name) => page(`formations/${name}`));
    const tables = trainings.filter((html) => html.includes('>Dans le trimestre<'));
    bench.suite.check('training pages have their learners, and no column of what is never shown',
        tables.length > 0 && trainings.every((html) => !html.includes('>Abandons<')), `${tables.length} tables`);
    const cards = page('.').split('<li><h4>').filter((card) => card.includes('<p class="big">secret'));
    bench.suite.check('a hidden target is said to be secret', cards.length > 0 && cards.every((card) =>
        /<p class="status">.*Secret<\/p>/.test(card) && !/<svg[^>]*id="cible-/.test(card)), cards.join('\n'));
}

// A circle whose figure is hidden has the size of all such.
async function hiddenCircle(bench, site) {
    const page = path.join(site, 'carte/index.html');
    const written = readFileSync(page, 'utf8');
    const larger = written.replace(/(<circle[^>]*hatch[^>]* data-territory[^>]* r=")[\d.]+/, (all, before) => `${before}99`);
    writeFileSync(page, larger);
    const audited = await bench.run('audit', site);
    const isTold = audited.code === 4 && audited.output.includes('length-tells-other');
    bench.suite.check('a hidden circle of another size is told', larger !== written && isTold, audited.output);
}
