// A simulated programme as raw text, with the faults of real exports, each row's dialect known: what tests/recount/recount.sql
// counts again. Nothing here knows what gencarto makes of a fault; the rules are those of the documentation.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../tools/suite.mjs';

// xorshift32: the same programme for the same seed, everywhere.
function randomOf(seed) {
    let state = (seed * 2654435761) >>> 0 || 1;
    const next = () => {
        state ^= state << 13;
        state >>>= 0;
        state ^= state >>> 17;
        state ^= state << 5;
        state >>>= 0;
        return state;
    };
    for (let i = 0; i < 8; i += 1) next();
    return { below: (n) => next() % n, once: (n) => next() % n === 0, of: (list) => list[next() % list.length] };
}

const communes = readFileSync(path.join(ROOT, 'input/reference/communes.csv'), 'utf8').trim().split('\n').slice(1)
    .map((line) => line.split(',')).filter((cells) => /^\d[\dAB]\d{3}$/.test(cells[0])).map((cells) => cells[0]);

export const TRAINING_COLUMNS = ['formation_id', 'intitule', 'structure_id', 'code_commune', 'modalite', 'duree_mois', 'places', 'vague', 'date_label',
    'date_fin_label', 'statut_label', 'budget_session_eur', 'dotation_accordee_eur', 'dotation_versee_eur'];
export const COLUMNS = ['inscription_id', 'apprenant', 'formation_id', 'session', 'date_entree', 'date_sortie', 'sexe', 'age_entree', 'niveau_entree',
    'situation_entree', 'neet', 'qpv', 'zrr', 'code_commune_residence', 'statut', 'situation_3mois', 'formation_origine_id', 'aide_eur'];
const OPTIONAL = ['aide_eur', 'neet', 'zrr', 'code_commune_residence', 'session'];

const pad = (number) => String(number).padStart(2, '0');
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

// Of the quarters from 2015-T4 to 2018-T1, most in `quarter` (2016-T1 is 0).
function dayNear(random, quarter) {
    const shift = random.once(6) ? random.below(5) - 3 : 0;
    const index = Math.max(-1, Math.min(8, quarter + shift));
    const month = 2016 * 12 + index * 3 + random.below(3);
    return { year: Math.floor(month / 12), month: month % 12, day: 1 + random.below(DAYS[month % 12]) };
}

function later(random, day) {
    const month = day.year * 12 + day.month + random.below(9);
    return { year: Math.floor(month / 12), month: month % 12, day: Math.min(DAYS[month % 12], day.day + random.below(5)) };
}

const written = ({ year, month, day }, style) => (style === 'fr' ? `${pad(day)}/${pad(month + 1)}/${year}` : `${year}-${pad(month + 1)}-${pad(day)}`);
const impossible = (random, style) => (style === 'fr' ? random.of(['31/02/2017', '32/01/2017', '30/02/2016', '12/05/1907']) : random.of(['2017-02-31', '2017-04-31', '2016-02-30', '1907-05-12']));

function aid(random, style) {
    if (!random.once(4)) return random.once(9) ? '0' : '';
    if (random.once(15)) return random.of(['beaucoup', '25000', '-40']);
    const euros = 300 + random.below(5200);
    if (style === 'iso') return random.once(5) ? `${euros}.60` : `${euros}`;
    const grouped = euros >= 1000 && random.once(2) ? `${Math.floor(euros / 1000)}\u202f${String(euros % 1000).padStart(3, '0')}` : `${euros}`;
    return random.once(5) ? `${grouped},60` : grouped;
}

function enrolment(random, size, id, file) {
    const status = random.of(['inscrit', 'en_formation', 'en_formation', 'termine', 'Terminé', 'termine', 'abandon', 'reoriente']);
    const entry = status === 'inscrit' && random.once(2) ? null : dayNear(random, file.quarter);
    const exit = entry && /^(t|T|a|r)/.test(status) && !random.once(15) ? later(random, entry) : null;
    return {
        inscription_id: id,
        apprenant: random.once(60) ? '' : `p${random.below(size.learners)}`,
        formation_id: `F${1 + random.below(1 + random.below(size.trainings))}`,
        session: random.of(['', 'S1', 'S2']),
        date_entree: entry ? written(entry, file.style) : '',
        date_sortie: exit ? written(exit, file.style) : '',
        sexe: random.of(['F', 'M', 'M', 'M', 'femme', 'Homme', 'X', '', random.once(4) ? 'Z' : 'F']),
        age_entree: random.once(12) ? random.of(['', '5', '150', 'vingt-cinq']) : `${17 + random.below(45)}`,
        niveau_entree: random.once(12) ? random.of(['', '12', 'doctorant ?']) : random.of(['3', '4', '4', '5', '6', '7', 'V', 'IV', 'III']),
        situation_entree: random.once(12) ? random.of(['', 'astronaute']) : random.of(['sans_emploi', 'sans_emploi', 'emploi', 'etudes', 'inactif']),
        neet: random.of(['', '', 'oui', 'non', random.once(8) ? 'parfois' : 'non']),
        qpv: random.of(['oui', 'non', 'non', 'non', '', random.once(8) ? 'peut-etre' : 'non']),
        zrr: random.of(['oui', 'non', 'non', '']),
        code_commune_residence: random.once(6) ? random.of(['', '99999']) : random.of(communes),
        statut: status,
        situation_3mois: /^(t|T)/.test(status) && !random.once(4) ? random.of(['emploi', 'formation', 'creation', 'recherche', 'autre', random.once(9) ? 'voyage' : 'emploi']) : '',
        formation_origine_id: random.once(14) ? random.of([`F${1 + random.below(size.trainings)}`, random.once(3) ? 'F9999' : 'F1']) : '',
        aide_eur: aid(random, file.style),
    };
}

// What sets a row aside.
function spoil(random, row, file) {
    const faults = [
        () => { row.date_entree = impossible(random, file.style); },
        () => { row.date_sortie = impossible(random, file.style); },
        () => { row.formation_id = random.of(['F9999', '']); },
        () => { row.statut = 'parti'; },
        () => { row.inscription_id = ''; },
        () => { row.date_entree = file.style === 'fr' ? '15/06/2017' : '2017-06-15'; row.date_sortie = file.style === 'fr' ? '02/06/2017' : '2017-06-02'; },
    ];
    random.of(faults)();
    return row;
}

function rowsOf(random, size, files, known) {
    for (const file of files) {
        file.rows = [];
        for (let i = 0; i < size.rows; i += 1) {
            const again = known.length && random.once(5);
            const id = again ? random.of(known) : `I${known.length}`;
            let row = enrolment(random, size, id, file);
            if (random.once(18)) row = spoil(random, row, file);
            if (!again) known.push(id);
            file.rows.push(row);
            if (random.once(25)) file.rows.push({ ...enrolment(random, size, id, file) }); // twice in one file
        }
    }
}

function textOf(random, file) {
    const { separator } = file;
    const quoted = (cell) => (cell.includes(separator) || random.once(40) ? `"${cell}"` : cell);
    const lines = file.rows.map((row) => file.columns.map((column) => quoted(row[column])).join(separator));
    for (let i = random.below(3); i > 0; i -= 1) { // cut short
        const at = random.below(lines.length + 1);
        lines.splice(at, 0, ['I-court', 'p1', 'F1'].join(separator));
    }
    return `${[file.columns.join(separator), ...lines].join(file.ending)}${file.ending}`;
}

// A row of the register; its amounts stand around their cap.
function training(random, size, i) {
    const from = { year: 2015 + random.below(3), month: random.below(12), day: 1 + random.below(28) };
    const to = { ...from, year: from.year + 1 + random.below(3) };
    const budget = random.once(6) ? '' : 20000 + random.below(160000);
    const granted = random.once(6) ? '' : random.of([0, Math.floor((budget || 90000) / 2) + random.below(5) - 2, budget || 60000, 70000, 70001, 12000]);
    return [`F${i + 1}`, `Titre ${i + 1}`, random.once(6) ? '' : `S${random.below(1 + Math.floor(size.trainings / 2))}`, random.once(9) ? '' : random.of(communes),
        random.once(7) ? 'distance' : 'presentiel', random.of(['', '3', '5', '6', '9']), random.of(['', '15-20', '12', '20', '8']), random.of(['1', '2', '']),
        random.once(9) ? '' : written(from, 'iso'), random.once(5) ? '' : written(to, 'iso'), random.of(['labellisee', 'renouvelee']), budget, granted,
        granted === '' || random.once(5) ? '' : Math.floor(granted / 2)].join(';');
}

// The files of `folder`; gives what recount.sql has to know of their dialects.
export function writeProgramme(folder, seed) {
    const random = randomOf(seed);
    const size = { trainings: 3 + Math.floor((seed * 57) / 50), rows: 4 + Math.floor((seed * seed) / 12) };
    size.learners = Math.max(3, Math.floor(size.rows * 7 * (0.5 + random.below(60) / 100)));
    const first = random.below(3);
    const files = [];
    for (let quarter = first; quarter < 8; quarter += 1) {
        const name = `inscriptions-${2016 + Math.floor(quarter / 4)}-T${1 + (quarter % 4)}`;
        const style = random.of(['fr', 'iso']);
        const columns = COLUMNS.filter((column) => !OPTIONAL.includes(column) || !random.once(8));
        if (random.once(2)) columns.push(...columns.splice(3, 1 + random.below(4)));
        const file = { name, quarter, style, columns, separator: random.of([';', ',']), ending: random.of(['\n', '\r\n']) };
        if (style === 'fr') file.separator = ';'; // a decimal comma beside a comma would be another dialect
        files.push({ ...file, name: `${name}.csv`, received: `${2016 + Math.floor((quarter + 1) / 4)}-${pad(1 + ((quarter + 1) % 4) * 3)}-15` });
        // Sent late: an older quarter's rows, received after the next file.
        if (quarter > first && quarter < 7 && random.once(4)) files.push({ ...file, name: `${name}-retards.csv`, late: true, received: `${2016 + Math.floor((quarter + 2) / 4)}-${pad(1 + ((quarter + 2) % 4) * 3)}-20` });
    }
    files.sort((a, b) => (a.received < b.received ? -1 : a.received > b.received ? 1 : 0));
    rowsOf(random, size, files, []);
    mkdirSync(folder, { recursive: true });
    const sources = files.map((file) => `<source table="inscriptions" fichiers="${file.name}" recu-le="${file.received}" refus-au-dela="100"/>`);
    writeFileSync(path.join(folder, 'programme.xml'), `<?xml version="1.0" encoding="UTF-8"?>
<programme><nom>Essai ${seed}</nom><proprietaire>Essai</proprietaire><licence>Essai</licence><donnees simulees="oui"/>
<publication trimestre="2017-T4"/><sources>${sources.join('')}</sources></programme>\n`);
    for (const file of files) writeFileSync(path.join(folder, file.name), textOf(random, file));
    const trainings = Array.from({ length: size.trainings }, (_, i) => training(random, size, i));
    writeFileSync(path.join(folder, 'formations.csv'), `${TRAINING_COLUMNS.join(';')}\n${trainings.join('\n')}\n`);
    return { folder, seed, first, files };
}
