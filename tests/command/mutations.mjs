// The protection switched off, one piece at a time, in a copy of a site: what the audit must miss, and under which rule.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute, filesBelow } from '../tools/suite.mjs';

// Changes the first file whose name matches and whose text the pattern fits.
function edit(name, pattern, replacement) {
    return (site) => {
        for (const file of filesBelow(site).filter((one) => name.test(one))) {
            const before = readFileSync(path.join(site, file), 'utf8');
            const after = before.replace(pattern, replacement);
            if (after === before) continue;
            writeFileSync(path.join(site, file), after);
            return;
        }
        throw new Error(`no file ${name} with ${pattern}`);
    };
}

// Runs SQL on public.sqlite; it must change a row.
function sql(statement) {
    return async (site) => {
        const file = path.join(site, 'donnees/public.sqlite');
        const result = await execute('sqlite3', [file, `${statement}; SELECT 'changed ' || (changes() > 0)`]);
        if (result.code !== 0 || !/changed 1/.test(result.output)) throw new Error(`${statement}: ${result.output}`);
    };
}

const more = (digits, add) => String(Number(digits.replace(/\D/g, '')) + add);

// An observation of the release above 20, at a level.
const one = (kind, indicator, breakdown = '') =>
    `(entity_kind, entity_code, indicator_code, period_code, breakdown) = (SELECT entity_kind, entity_code, indicator_code, period_code, breakdown
      FROM observation WHERE entity_kind = '${kind}' AND indicator_code = '${indicator}' AND breakdown = '${breakdown}' AND value > 0 LIMIT 1)`;

export const MUTATIONS = [
    { name: 'an exact count in a page', rule: 'shown-not-multiple',
        change: edit(/^index\.html$/, /(data-cell="apprenants_cumul\/country:FR\/[^"]*">)([\d\s]+)/u, (_, head, digits) => head + more(digits, 1)) },
    { name: 'another multiple in a page', rule: 'other-number',
        change: edit(/^index\.html$/, /(data-cell="apprenants_cumul\/country:FR\/[^"]*">)([\d\s]+)/u, (_, head, digits) => head + more(digits, 5)) },
    { name: 'another share in a page', rule: 'other-number',
        change: edit(/index\.html$/, /(data-cell="part_femmes_cumul\/region:[^"]*">)(\d+)/, (_, head, digits) => head + more(digits, 2)) },
    { name: 'a figure that is not published', rule: 'other-number',
        change: edit(/^index\.html$/, '</main>', '<p><span data-cell="apprenants/country:FR/2016-T3/age:17">5</span></p></main>') },
    { name: 'an exact count in a column', rule: 'column-not-multiple',
        change: edit(/^formations\/.*index\.html$/, /(<th scope="row">2016-T3<\/th><td class="num">)\d+/, '$17') },
    { name: 'an exact count in a sentence', rule: 'sentence-not-multiple',
        change: edit(/^index\.html$/, '</main>', '<p>Dont 1 203 apprenants en cours.</p></main>') },
    { name: 'an exact count in an alternative text', rule: 'sentence-not-multiple',
        change: edit(/^carte\/index\.html$/, '</main>', '<img alt="Carte : 7 apprenants" src="x.png"></main>') },
    { name: 'another share in a figure', rule: 'other-number',
        change: edit(/^figures\/.*\.svg$/, /(data-cell="part_femmes_cumul\/[^"]*"[^>]*>)(\d+)/, (_, head, digits) => head + more(digits, 2)) },
    { name: 'an exact count in observations.csv', rule: 'shown-not-multiple',
        change: edit(/^donnees\/observations\.csv$/, /(\ncountry,FR,apprenants_cumul,2016-T3,,)(\d+)/, (_, head, digits) => head + more(digits, 1)) },
    { name: 'an exact count in a file for spreadsheets', rule: 'shown-not-multiple',
        change: edit(/^donnees\/observations-excel\.csv$/, /(\ncountry;FR;apprenants_cumul;2016-T3;;)(\d+)/, (_, head, digits) => head + more(digits, 1)) },
    { name: 'an exact count of a training', rule: 'shown-not-multiple',
        change: edit(/^donnees\/formations\.csv$/, /,(\d+)(,2016-T3\r?\n)/, (_, digits, tail) => `,${more(digits, 2)}${tail}`) },
    { name: 'the women of a territory, exactly', rule: 'column-not-multiple',
        change: edit(/^donnees\/territoires\.csv$/, /(\ncountry,FR,.*?,)(\d+)(,\d+,p)/, (_, head, digits, tail) => head + more(digits, 1) + tail) },
    { name: 'an exact count in GeoJSON', rule: 'key-not-multiple',
        change: edit(/\.geojson$/, '"properties":{', '"properties":{"apprenants_cumul": 7,') },
    { name: 'a pseudonym in a page', rule: 'canary', change: edit(/^qualite\/index\.html$/, '</main>', '<!-- kanari-texte --></main>') },
    { name: 'a pseudonym in a picture', rule: 'canary',
        change: (site) => {
            const file = path.join(site, filesBelow(site).find((name) => name.endsWith('.png')));
            writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('tEXtkanari-texte')]));
        } },
    { name: 'an exact count in public.sqlite', rule: 'count-not-multiple',
        change: sql(`UPDATE observation SET value = value + 1 WHERE ${one('training', 'entrees')}`) },
    { name: 'a negative count', rule: 'count-not-multiple',
        change: sql(`UPDATE observation SET value = -5 WHERE ${one('region', 'abandons')}`) },
    { name: 'a share of exact counts', rule: 'share-not-of-multiples',
        change: sql("UPDATE observation SET numerator = numerator + 1 WHERE indicator_code = 'part_femmes_cumul' AND entity_kind = 'country'") },
    { name: 'a share that is not the quotient', rule: 'share-not-of-multiples',
        change: sql("UPDATE observation SET value = value + 0.3 WHERE indicator_code = 'part_neet_cumul' AND entity_kind = 'country'") },
    { name: 'a region that is not in the country', rule: 'territories-not-adding-up',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('region', 'inscriptions', 'sexe:M')}`) },
    { name: 'a department that is not in its region', rule: 'territories-not-adding-up',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('department', 'termines_cumul', 'qpv:non')}`) },
    { name: 'a training that is not in its department', rule: 'trainings-not-adding-up',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('training', 'apprenants')}`) },
    { name: 'a structure that is not its trainings', rule: 'trainings-not-adding-up',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('structure', 'apprenants')}`) },
    { name: 'a breakdown that is not the total', rule: 'breakdowns-not-adding-up',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('country', 'apprenants', 'age:moins_26')}`) },
    { name: 'a cross that is not its margins', rule: 'breakdowns-not-adding-up',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('country', 'apprenants', 'neet:non+sexe:M')}`) },
    { name: 'a cumulative count that is not its flows', rule: 'cumulative-not-sum-of-flows',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('structure', 'apprenants_cumul')}`) },
    { name: 'an exact count beside a target', rule: 'target-of-another-count',
        change: sql("UPDATE target_progress SET value = value + 1 WHERE indicator_code = 'apprenants_cumul'") },
    { name: 'a finding told exactly', rule: 'personal-file-told',
        change: sql("INSERT INTO finding (rule_id, table_name, severity, occurrences, is_rounded) VALUES ('essai', 'inscriptions', 'info', 7, 1)") },
    { name: 'the rows of a personal file', rule: 'personal-file-told', change: sql('UPDATE source_file SET rows_read = 1200 WHERE is_personal = 1') },
    { name: 'a table of its own', rule: 'unknown-table',
        change: sql('CREATE TABLE raw (apprenant TEXT); INSERT INTO raw VALUES (1)') },
];
