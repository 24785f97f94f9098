// Inputs with one fault each: the exit code, what is said of it and where, and what a build makes of it.
//   change(files)  changes the sample's files
//   code           of check and build; `strict` the one with --strict, where it differs
//   says           what check must say, on either stream
import { ENROLMENT_ROWS, columnNumber, withCell } from './sample.mjs';

const ENROLMENTS = 'inscriptions.csv';
const TRAININGS = 'formations.csv';

function cell(file, line, column, value) {
    return (files) => {
        files[file] = withCell(files[file], line, column, value);
    };
}

function place(file, line, column) {
    return (files) => `${file}:${line}:${columnNumber(files[file], column)}: ${column}`;
}

// The first `count` enrolments have a date that is none.
function badDates(count) {
    return (files) => {
        for (let line = 2; line < 2 + count; line += 1) cell(ENROLMENTS, line, 'date_entree', '31/02/2017')(files);
    };
}

// programme.xml with an element more, before its end.
function configured(element) {
    return (files) => {
        files['programme.xml'] = files['programme.xml'].replace('</programme>', `${element}\n</programme>`);
    };
}

export const BAD_INPUTS = [
    {
        name: 'no programme.xml',
        change: (files) => delete files['programme.xml'],
        code: 3,
        says: [/programme\.xml/],
    },
    {
        name: 'a programme.xml with an unknown element',
        change: (files) => {
            files['programme.xml'] = files['programme.xml'].replace('<donnees simulees="oui"/>', '<donnes simulees="oui"/>');
        },
        code: 3,
        says: [/programme\.xml:6/, /donnes/],
    },
    {
        name: 'a programme.xml that is no XML',
        change: (files) => {
            files['programme.xml'] = files['programme.xml'].replace('</nom>', '</nome>');
        },
        code: 3,
        says: [/programme\.xml:3/],
    },
    {
        name: 'a programme.xml with entities',
        change: (files) => {
            const subset = '<!DOCTYPE programme [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>\n<programme>';
            files['programme.xml'] = files['programme.xml'].replace('<programme>', subset);
        },
        code: 3,
        says: [/programme\.xml/],
    },
    {
        name: 'a target of an indicator that is none',
        change: configured('<cibles><cible indicateur="aprenants_cumul" valeur="9" debut="2016-T1" echeance="2017-T4"/></cibles>'),
        code: 3,
        says: [/programme\.xml:8: indicateur "aprenants_cumul"/, /did you mean apprenants_cumul\?/],
    },
    {
        name: 'a target of a region that is none',
        change: configured('<cibles><cible indicateur="apprenants_cumul" territoire="region:99" valeur="9" debut="2016-T1" echeance="2017-T4"/></cibles>'),
        code: 3,
        says: [/programme\.xml:8: territoire "region:99"/],
    },
    {
        name: 'a published figure compared with an indicator that is none',
        change: (files) => {
            files['references.csv'] = 'date;indicateur;valeur;source;code_indicateur\n2016;Apprenants;4587;Bilan;aprenants_cumul\n';
        },
        code: 0,
        says: [/references\.csv:2:5: code_indicateur/, /did you mean apprenants_cumul\?/],
    },
    {
        name: 'no formations*.csv',
        change: (files) => delete files[TRAININGS],
        code: 3,
        says: [/formations\*\.csv/],
    },
    {
        name: 'formations.csv empty',
        change: (files) => {
            files[TRAININGS] = '';
        },
        code: 3,
        says: [/formations\.csv/],
    },
    {
        name: 'formations.csv without formation_id',
        change: (files) => {
            files[TRAININGS] = files[TRAININGS].replace('formation_id', 'reference_interne');
        },
        code: 3,
        says: [/formations\.csv/, /formation_id/],
    },
    {
        name: 'inscriptions.csv with a column of names',
        change: (files) => {
            files[ENROLMENTS] = files[ENROLMENTS].replace('remarque', 'nom de famille');
        },
        code: 3,
        says: [/inscriptions\.csv/, /nom de famille/],
    },
    {
        name: 'inscriptions.csv empty',
        change: (files) => {
            files[ENROLMENTS] = '';
        },
        code: 3,
        says: [/empty-file/, /inscriptions\.csv/],
    },
    {
        name: 'the date 31/02/2017',
        change: cell(ENROLMENTS, 7, 'date_entree', '31/02/2017'),
        code: 0,
        strict: 3,
        says: [place(ENROLMENTS, 7, 'date_entree'), /error date/, /99\/99\/9999/],
    },
    {
        name: 'a canary as a date',
        change: cell(ENROLMENTS, 7, 'date_entree', 'kanari-aide'),
        code: 0,
        strict: 3,
        says: [place(ENROLMENTS, 7, 'date_entree')],
    },
    {
        name: 'canaries in every cell of a row',
        change: (files) => {
            for (const column of files[ENROLMENTS].split('\n')[0].split(';')) cell(ENROLMENTS, 9, column, 'kanari-aide')(files);
        },
        code: 0,
        strict: 3,
        says: [/inscriptions\.csv:9:/],
    },
    {
        name: 'an unknown training',
        change: cell(ENROLMENTS, 8, 'formation_id', 'kanari-aide'),
        code: 0,
        strict: 3,
        says: [place(ENROLMENTS, 8, 'formation_id'), /error unknown-training/],
    },
    {
        name: 'an inscription_id twice',
        change: cell(ENROLMENTS, 9, 'inscription_id', 'kanari-inscription-3'),
        code: 0,
        strict: 3,
        says: [place(ENROLMENTS, 9, 'inscription_id'), /error id-duplicate/],
    },
    {
        name: 'as many, under the threshold of the source',
        change: (files) => {
            badDates(ENROLMENT_ROWS / 10)(files);
            configured('<sources><source table="inscriptions" refus-au-dela="10"/></sources>')(files);
        },
        code: 0,
        strict: 3,
        says: [/inscriptions\.csv +60 = +54 \+ +6 /],
    },
    {
        name: 'one fault where the source allows none',
        change: (files) => {
            badDates(1)(files);
            configured('<sources><source table="inscriptions" refus-au-dela="0"/></sources>')(files);
        },
        code: 3,
        says: [/1 of 60 rows/, /refus-au-dela/],
    },
    {
        name: 'rows broken in their form',
        change: (files) => {
            const lines = files[ENROLMENTS].split('\n');
            lines[4] = lines[4].replace(';', ';"');
            lines[9] = `${lines[9]};kanari-aide;;`;
            lines[14] = lines[14].slice(0, 30);
            lines[19] = lines[19].replace(';', '\u0000;');
            lines[24] = lines[24].replace('kanari-session', 'kanari "session" kanari');
            files[ENROLMENTS] = `${lines.join('\n')}Total;60`;
        },
        code: 3,
        says: [/malformed-record/, /field-count/, /total-row/],
    },
    {
        name: 'a quote that is never closed, at the end of the file',
        change: (files) => {
            files[ENROLMENTS] = `${files[ENROLMENTS]}"kanari-inscription-99;kanari-pseudonyme-99`;
        },
        code: 0,
        strict: 3,
        says: [/inscriptions\.csv +61 = +60 \+ +1 /, /malformed-record/],
    },
    {
        name: 'more faults than the threshold',
        change: badDates(ENROLMENT_ROWS / 10),
        code: 3,
        says: [place(ENROLMENTS, 2, 'date_entree'), /6 of 60 rows/, /and 1 more/],
    },
    {
        name: 'department 99',
        change: (files) => {
            cell(TRAININGS, 3, 'code_commune', '')(files);
            cell(TRAININGS, 3, 'code_postal', '')(files);
            cell(TRAININGS, 3, 'code_departement', '99')(files);
        },
        code: 0,
        says: [/formations\.csv:3/, /not-located/],
    },
    {
        name: 'markup in a title',
        change: cell(TRAININGS, 2, 'intitule', 'Web <script>alert(1)</script>'),
        code: 0,
        says: [place(TRAININGS, 2, 'intitule'), /markup-like/],
        site: (text) => !/<script>alert/.test(text),
    },
    {
        name: 'a cell that moves the cursor',
        change: cell(TRAININGS, 2, 'url', 'javascript:\u001b[2Jalert(1)'),
        code: 0,
        says: [/formations\.csv:2/],
        site: (text) => !/href="javascript:/.test(text),
    },
];
