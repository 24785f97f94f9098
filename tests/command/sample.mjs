// A small input folder whose personal columns are full of canaries: values that must appear nowhere.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../tools/suite.mjs';

// In each column that says something about a person and may hold any text, and in one that no table knows.
export const CANARIES = ['kanari-pseudonyme', 'kanari-session', 'kanari-inscription', 'kanari-remarque', 'kanari-aide'];

const PROGRAMME = `<?xml version="1.0" encoding="UTF-8"?>
<programme>
  <nom>Programme d'essai</nom>
  <proprietaire>Essai</proprietaire>
  <licence url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/">Licence Ouverte 2.0</licence>
  <donnees simulees="oui"/>
  <publication trimestre="2017-T4"/>
</programme>
`;

const TRAININGS = [
    'formation_id;intitule;structure_id;structure_nom;code_postal;code_commune;code_departement;places;vague;date_label;date_fin_label;url',
    'F1;Conseil numérique;S1;École du pont;37000;37261;;20;1;2016-02-03;2019-02-02;',
    'F2;Développement web;S1;École du pont;31000;31555;;30;1;2016-02-03;2019-02-02;',
    'F3;Réseaux;S2;Atelier de la gare;59000;59350;;25;1;2016-02-03;2019-02-02;',
];

const ENROLMENTS_HEADER =
    'inscription_id;apprenant;formation_id;session;date_entree;date_sortie;sexe;age_entree;niveau_entree;situation_entree;statut;aide_eur;remarque';

function enrolment(i) {
    return [
        `kanari-inscription-${i}`, `kanari-pseudonyme-${i}`, `F${(i % 3) + 1}`, 'kanari-session',
        `2017-0${(i % 9) + 1}-15`, '', i % 3 ? 'M' : 'F', 18 + (i % 30), 3, 'sans_emploi', 'en_formation', '', 'kanari-remarque',
    ];
}

export const ENROLMENT_ROWS = 60;

// The files of the folder as { name: text }; `rows` are arrays of cells.
export function sampleFiles() {
    const rows = Array.from({ length: ENROLMENT_ROWS }, (_, i) => enrolment(i));
    return {
        'programme.xml': PROGRAMME,
        'formations.csv': `${TRAININGS.join('\n')}\n`,
        'inscriptions.csv': `${[ENROLMENTS_HEADER, ...rows.map((row) => row.join(';'))].join('\n')}\n`,
    };
}

// Every column of the enrolments table, and one that no table knows.
const ENROLMENT_COLUMNS = [
    'inscription_id', 'apprenant', 'formation_id', 'session', 'date_entree', 'date_sortie', 'sexe', 'age_entree', 'niveau_entree',
    'situation_entree', 'neet', 'qpv', 'zrr', 'code_commune_residence', 'statut', 'situation_3mois', 'formation_origine_id', 'aide_eur',
    'remarque',
];
const CANARIES_EACH = 11;

// A row with nothing wrong in it, as { column: cell }.
function plainEnrolment(i) {
    return {
        inscription_id: `I${i}`, apprenant: `P${i}`, formation_id: `F${(i % 3) + 1}`, date_entree: `2017-0${(i % 9) + 1}-15`,
        sexe: i % 3 ? 'M' : 'F', age_entree: 18 + (i % 30), niveau_entree: 3, situation_entree: 'sans_emploi', statut: 'en_formation',
    };
}

// Labels and applications: what is published of them is their counts, scores and the reason of an event; the rest is internal:
// who applied, under which number, and columns that no table knows.
function internalFiles(canaries) {
    const planted = (text) => canaries[canaries.push(text) - 1];
    const labels = ['formation_id;date;evenement;motif;remarque'];
    const applications = ['candidature_id;vague;structure_nom;code_departement;decision;note_ancrage;note_contenu;note_publics;note_partenariats;note_debouches;remarque'];
    for (let i = 0; i < CANARIES_EACH; i += 1) {
        labels.push(`F${(i % 3) + 1};2016-0${(i % 9) + 1}-03;audit;;${planted(`kanari-label-${i}`)}`);
        applications.push([planted(`kanari-candidature-${i}`), 1, planted(`kanari structure ${i}`), '59', i % 2 ? 'refusee' : 'retenue', 9, 9, 8, 7, 11,
            planted(`kanari-dossier-${i}`)].join(';'));
    }
    return { 'labels.csv': `${labels.join('\n')}\n`, 'candidatures.csv': `${applications.join('\n')}\n` };
}

// A folder where each column of the enrolments holds canaries in some of `rows` rows, and internal columns of other tables
// too: the files, and all canaries.
export function canaryFiles(rows) {
    const canaries = [];
    const internal = internalFiles(canaries);
    const lines = Array.from({ length: rows }, (_, i) => {
        const row = plainEnrolment(i);
        const column = ENROLMENT_COLUMNS[i % ENROLMENT_COLUMNS.length];
        if (i < ENROLMENT_COLUMNS.length * CANARIES_EACH) {
            row[column] = `kanari-${column}-${i}`;
            canaries.push(row[column]);
        }
        return ENROLMENT_COLUMNS.map((name) => row[name] ?? '').join(';');
    });
    const files = { ...sampleFiles(), ...internal, 'inscriptions.csv': `${[ENROLMENT_COLUMNS.join(';'), ...lines].join('\n')}\n` };
    return { files, canaries };
}

export function writeFolder(folder, files) {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

// Changes one cell, by the line of the file (1 is the header) and the column's name.
export function withCell(text, line, column, value) {
    const lines = text.split('\n');
    const index = lines[0].split(';').indexOf(column);
    if (index < 0) throw new Error(`no column ${column}`);
    const cells = lines[line - 1].split(';');
    cells[index] = value;
    lines[line - 1] = cells.join(';');
    return lines.join('\n');
}

export function columnNumber(text, column) {
    return text.split('\n')[0].split(';').indexOf(column) + 1;
}

// Every file of a folder with its bytes: two folders of the same snapshot are the same.
export function snapshot(folder) {
    return filesBelow(folder).map((name) => `${name} ${readFileSync(path.join(folder, name)).toString('latin1')}`).join('\n');
}

// Canaries in a text, or in any file below a folder: a list of places.
export function canariesIn(text, where) {
    return CANARIES.filter((canary) => text.toLowerCase().includes(canary)).map((canary) => `${where}: ${canary}`);
}

export function canariesBelow(folder) {
    return filesBelow(folder).flatMap((name) =>
        canariesIn(readFileSync(path.join(folder, name)).toString('latin1'), name));
}
