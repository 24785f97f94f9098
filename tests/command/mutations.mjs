// The protection switched off, one piece at a time, in a copy of a site: what the audit must miss, and under which rule.
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { execute, filesBelow } from '../tools/suite.mjs';
import { withChunk } from './pictures.mjs';

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

// A new file of the site.
const add = (name, content) => (site) => writeFileSync(path.join(site, name), content);

// Each page, until one changes.
const inPages = (pattern, replacement) => edit(/\.html$/, pattern, replacement);
const inMain = (markup) => edit(/^index\.html$/, '</main>', `${markup}</main>`);

// --- pictures ---

// A chunk right after the header of the first picture.
function inFirstPicture(type, data) {
    return (site) => {
        const file = path.join(site, filesBelow(site).find((name) => name.endsWith('.png')));
        writeFileSync(file, withChunk(type, data)(readFileSync(file)));
    };
}

const compressedText = (text) => Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.from(text))]);

// --- reports ---

// One page; `show` is an operator of its text, `codes` the ToUnicode pairs of its font.
function pdf(show, codes = '', title = 'Rapport') {
    const stream = (text) => {
        const bytes = deflateSync(Buffer.from(text, 'latin1'));
        return `<< /Length ${bytes.length} /Filter /FlateDecode >>\nstream\n${bytes.toString('latin1')}\nendstream`;
    };
    const objects = [
        '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /f-0-0 5 0 R >> >> >>',
        stream(`BT /f-0-0 12 Tf 72 720 Td ${show} ET`),
        '<< /Type /Font /Subtype /TrueType /ToUnicode 6 0 R >>',
        stream(`1 begincodespacerange <00> <ff> endcodespacerange ${codes}`),
        `<< /Title (${title}) >>`,
    ];
    const body = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('');
    return Buffer.from(`%PDF-1.7\n${body}trailer << /Root 1 0 R /Info 7 0 R >>\n%%EOF\n`, 'latin1');
}

// "7 apprenants" in a font whose code 1 is the first of these characters.
const WORDS = '7 apren ts';
const CODES = `${WORDS.length} beginbfchar ${[...WORDS].map((c, i) =>
    `<${(i + 1).toString(16).padStart(2, '0')}> <${c.charCodeAt(0).toString(16).padStart(4, '0')}>`).join(' ')} endbfchar`;
const coded = (text) => `<${[...text].map((c) => (WORDS.indexOf(c) + 1).toString(16).padStart(2, '0')).join('')}> Tj`;

const more = (digits, add) => String(Number(digits.replace(/\D/g, '')) + add);

// A list of territories by their learners; those of one count are shuffled.
function listByCount(site) {
    const page = path.join(site, 'index.html');
    const territories = readFileSync(path.join(site, 'territoires/index.html'), 'utf8');
    const row = /<a href="[^"]*">([^<]+)<\/a><\/th>.*?<span data-cell="(apprenants_cumul\/region:[^"]*)">(\d+)<\/span>/g;
    const rows = [...territories.matchAll(row)].map(([, name, cell, count], i) => ({ name, cell, count: Number(count), i }));
    const shuffled = rows.sort((a, b) => b.count - a.count || ((a.i * 7) % 5) - ((b.i * 7) % 5) || b.i - a.i);
    const lines = shuffled.map(({ name, cell, count }) =>
        `<tr><th scope="row"><a href="index.html">${name}</a></th><td><span data-cell="${cell}">${count}</span></td></tr>`);
    writeFileSync(page, readFileSync(page, 'utf8').replace('</main>', `<table>${lines.join('')}</table></main>`));
}

// An observation of the release above 20, at a level.
const one = (kind, indicator, breakdown = '') =>
    `(entity_kind, entity_code, indicator_code, period_code, breakdown) = (SELECT entity_kind, entity_code, indicator_code, period_code, breakdown
      FROM observation WHERE entity_kind = '${kind}' AND indicator_code = '${indicator}' AND breakdown = '${breakdown}' AND value > 0 LIMIT 1)`;

// As a site whose small counts are hidden, with this one count hidden and no other.
const hide = (which) => sql(`UPDATE programme SET protection_mode = 'suppression';
    UPDATE observation SET value = NULL, status = 'c' WHERE ${which}`);

// The same with the learners of two regions hidden, in all quarters, and all that is below: their sum is known, no more. Who
// learns has entered: in these regions as many as entered then.
const hideLearners = sql(`UPDATE programme SET protection_mode = 'suppression';
    UPDATE observation SET value = NULL, status = 'c', numerator = NULL, denominator = NULL
     WHERE indicator_code IN ('apprenants', 'apprenants_cumul') AND entity_kind <> 'country'
       AND (entity_kind <> 'region' OR breakdown <> '' OR entity_code IN (
           SELECT l.entity_code FROM observation l
             JOIN observation e ON (e.entity_kind, e.entity_code, e.period_code, e.breakdown, e.value) = (l.entity_kind, l.entity_code, l.period_code, l.breakdown, l.value)
            WHERE l.entity_kind = 'region' AND l.indicator_code = 'apprenants' AND e.indicator_code = 'entrees' AND l.breakdown = '' AND l.value > 0
            GROUP BY l.entity_code ORDER BY min(l.period_code), l.entity_code LIMIT 2))`);

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
        change: edit(/^formations\/.*index\.html$/, /(<th scope="row">2016-T3<\/th><td data-l="Inscriptions" class="num">)\d+/, '$17') },
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
    { name: 'an exact count in a chunk of a picture', rule: 'sentence-not-multiple',
        change: inFirstPicture('tEXt', Buffer.from('Description\0Carte de 7 apprenants', 'latin1')) },
    { name: 'a pseudonym deflated in a picture', rule: 'canary', change: inFirstPicture('zTXt', compressedText('kanari-texte')) },
    { name: 'a camera\'s metadata', rule: 'unknown-bytes', change: inFirstPicture('eXIf', Buffer.from('MM\0*')) },
    { name: 'bytes after a picture', rule: 'unknown-bytes',
        change: (site) => {
            const file = path.join(site, filesBelow(site).find((name) => name.endsWith('.png')));
            writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('7')]));
        } },
    { name: 'an exact count in a report', rule: 'sentence-not-multiple', place: 'rapports/essai.pdf',
        change: add('rapports/essai.pdf', pdf('(Dont 7 apprenants) Tj')) },
    { name: 'an exact count in a report, in glyphs', rule: 'sentence-not-multiple', place: 'rapports/essai.pdf',
        change: add('rapports/essai.pdf', pdf(coded('7 apprenants'), CODES)) },
    { name: 'a pseudonym in a report', rule: 'canary', change: add('rapports/essai.pdf', pdf('(kanari-texte) Tj')) },
    { name: 'a pseudonym in the title of a report', rule: 'canary',
        change: add('rapports/essai.pdf', pdf('(Rapport) Tj', '', '\\376\\377' + [...'kanari-texte'].map((c) => `\\000${c}`).join(''))) },
    { name: 'an exact count in a feed', rule: 'sentence-not-multiple', place: 'atom.xml',
        change: add('atom.xml', '<?xml version="1.0" encoding="UTF-8"?>\n<feed><entry><title>Dont 7 apprenants</title></entry></feed>\n') },
    { name: 'an exact count in JSON-LD', rule: 'key-not-multiple', place: 'donnees/catalog.jsonld',
        change: add('donnees/catalog.jsonld', '{"@type": "Dataset", "apprenants_cumul": 7}') },
    { name: 'an exact count in a description', rule: 'sentence-not-multiple',
        change: inPages(/(<meta name="description" content=")/, '$1Dont 7 apprenants. ') },
    { name: 'an exact count in an attribute', rule: 'other-number',
        change: inPages(/(data-cell="apprenants_cumul\/country:FR\/[^"]*")/, '$1 data-sort="1203"') },
    { name: 'another share in a map', rule: 'map-tells-other',
        change: edit(/^carte\/index\.html$/, /(<title>[^<]*\s: )(\d+)(,\d\s%<\/title><path[^>]* data-kind="department")/u,
            (_, head, whole, tail) => head + more(whole, 53) + tail) },
    { name: 'a bar of another length', rule: 'length-tells-other',
        change: inPages(/(<rect class="bar"[^>]* data-cell="apprenants_cumul\/country:FR[^>]* width=")([\d.]+)/,
            (_, head, width) => `${head}${(Number(width) + 3).toFixed(1)}`) },
    { name: 'a bar beside its number', rule: 'length-tells-other',
        change: edit(/^indicateurs\/apprenants_cumul\/index\.html$/, /(<\/text><rect class="bar"[^>]* width=")([\d.]+)/,
            (_, head, width) => `${head}${(Number(width) - 4).toFixed(1)}`) },
    { name: 'a point at another height', rule: 'length-tells-other',
        change: edit(/^indicateurs\/apprenants_cumul\/index\.html$/, /(<circle class="dot"[^>]* cy=")([\d.]+)/,
            (_, head, y) => `${head}${(Number(y) - 5).toFixed(1)}`) },
    { name: 'a bar of a sparkline of another length', rule: 'length-tells-other',
        change: edit(/^territoires\/index\.html$/, /(<rect class="bar-light"[^>]*><rect class="bar(?:-light)?"[^>]* height=")([\d.]+)/,
            (_, head, height) => `${head}${(Number(height) * 0.7).toFixed(1)}`) },
    { name: 'a tick of a strip at another place', rule: 'length-tells-other',
        change: edit(/^territoires\/[^/]+\/index\.html$/, /(<rect class="peer"[^>]* x=")([\d.]+)/,
            (_, head, x) => `${head}${(Number(x) + 3).toFixed(1)}`) },
    { name: 'a corner of a line at another height', rule: 'length-tells-other',
        change: edit(/^indicateurs\/apprenants_cumul\/index\.html$/, /(<path class="line"[^>]* d="M[\d.]+ )([\d.]+)/,
            (_, head, y) => `${head}${(Number(y) - 4).toFixed(1)}`) },
    { name: 'equal counts in the order of the exact ones', rule: 'order-among-equals', change: listByCount },
    { name: 'what a target lacks, exactly', rule: 'target-of-another-count',
        change: sql("UPDATE target_progress SET gap = gap + 2 WHERE indicator_code = 'apprenants_cumul' AND gap IS NOT NULL") },
    { name: 'an exact count in public.sqlite', rule: 'count-not-multiple',
        change: sql(`UPDATE observation SET value = value + 1 WHERE ${one('training', 'entrees')}`) },
    { name: 'a negative count', rule: 'count-not-multiple',
        change: sql(`UPDATE observation SET value = -5 WHERE ${one('region', 'abandons_cumul')}`) },
    { name: 'an exact amount of bursaries', rule: 'bursary-amount',
        change: sql("UPDATE observation SET value = value + 1234 WHERE indicator_code = 'bourses_montant_cumul' AND entity_kind = 'country'") },
    { name: 'an amount of a few bursaries', rule: 'bursary-amount',
        change: sql("UPDATE observation SET value = 20000, status = '' WHERE indicator_code = 'bourses_montant' AND status = 'c' AND entity_kind = 'region'") },
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
    { name: 'a hidden count that its sums give away', rule: 'hidden-bounded', change: hide(one('region', 'entrees', 'sexe:F')) },
    { name: 'a hidden count that another measure gives away', rule: 'hidden-bounded', change: hideLearners },
    { name: 'a hidden count shown in a page', rule: 'hidden-told', change: hide(one('country', 'apprenants_cumul')) },
    { name: 'a small count that is shown', rule: 'small-count-shown',
        change: sql(`UPDATE programme SET protection_mode = 'suppression'; UPDATE observation SET value = 2 WHERE ${one('department', 'entrees')}`) },
    { name: 'pages of a dropped table', rule: 'database-leftover',
        change: sql("CREATE TABLE raw (x TEXT); INSERT INTO raw VALUES ('7'); DROP TABLE raw; UPDATE programme SET id = 1") },
    { name: 'a column of its own', rule: 'unknown-table', change: sql("ALTER TABLE territory ADD COLUMN exact INTEGER; UPDATE territory SET exact = 7") },
    { name: 'a view of its own', rule: 'unknown-table', change: sql("CREATE VIEW raw AS SELECT 7 AS femmes; UPDATE programme SET id = 1") },
    { name: 'statistics of the tables', rule: 'unknown-table', change: sql('ANALYZE; UPDATE programme SET id = 1') },
    { name: 'an exact part of a target', rule: 'count-not-multiple',
        change: sql("UPDATE contribution SET value = value + 1 WHERE indicator_code = 'apprenants_cumul'") },
    { name: 'bytes after the database', rule: 'unknown-bytes',
        change: (site) => appendFileSync(path.join(site, 'donnees/public.sqlite'), Buffer.alloc(4096, '7')) },
    { name: 'bytes of a deleted row', rule: 'database-leftover',
        change: sql(`PRAGMA secure_delete = OFF; INSERT INTO finding (rule_id, table_name, severity, occurrences, is_rounded)
            VALUES ('raw', 'inscriptions', 'info', 7, 0); DELETE FROM finding WHERE rule_id = 'raw'`) },
];

// Against the personal files: `pseudonym` is one of theirs, `file` their { name, bytes }.
export const PERSONAL_MUTATIONS = [
    { name: 'a pseudonym of the input in a page', rule: 'personal-text', change: ({ pseudonym }) => inMain(`<!-- ${pseudonym} -->`) },
    { name: 'a pseudonym in a table nobody looks at', rule: 'personal-text',
        change: ({ pseudonym }) => sql(`UPDATE structure SET legal_status = '${pseudonym}' WHERE structure_id = (SELECT min(structure_id) FROM structure)`) },
    { name: 'a pseudonym deflated in a picture', rule: 'personal-text', change: ({ pseudonym }) => inFirstPicture('zTXt', compressedText(pseudonym)) },
    { name: 'a pseudonym deflated in a report', rule: 'personal-text',
        change: ({ pseudonym }) => add('rapports/essai.pdf', pdf(`(${pseudonym}) Tj`)) },
    { name: 'the number of an enrolment in a table', rule: 'personal-text',
        change: ({ enrolment }) => edit(/^donnees\/structures\.csv$/, /\n/, `\nX,${enrolment},,,,\n`) },
    { name: 'the hash of a personal file', rule: 'hash-told',
        change: ({ file }) => edit(/^donnees\/datapackage\.json$/, '{', `{"hash": "${createHash('sha256').update(file.bytes).digest('hex')}",`) },
    { name: 'the size of a personal file', rule: 'personal-file-told',
        change: ({ file }) => inMain(`<p>${file.name}</p><p>${file.bytes.length} octets</p>`) },
    { name: 'the rows of a personal file', rule: 'personal-file-told',
        change: ({ file }) => inMain(`<p>${file.name}</p><p>${file.bytes.toString('latin1').trim().split('\n').length - 1} lignes</p>`) },
];

// What is broken without telling anything of anybody: the audit ends with 5.
export const OUTPUT_MUTATIONS = [
    { name: 'a link to nothing', rule: 'dead-link', change: inMain('<p><a href="rien/index.html">Rien</a></p>') },
    { name: 'a link to no element', rule: 'dead-link', change: inMain('<p><a href="donnees/index.html#rien">Rien</a></p>') },
    { name: 'a link out of the site', rule: 'dead-link', change: inMain('<p><a href="../rien.html">Rien</a></p>') },
    { name: 'an id twice', rule: 'double-id', change: inMain('<p id="contenu">Deux</p>') },
    { name: 'a picture of another host', rule: 'foreign-request', change: inMain('<img src="https://exemple.org/pixel.gif" alt="">') },
    { name: 'a script without a scheme', rule: 'foreign-request', change: inMain('<script src="//exemple.org/a.js"></script>') },
    { name: 'a sheet of another host', rule: 'foreign-request',
        change: edit(/^assets\/style\.css$/, /$/, '\n.x { background: url(https://exemple.org/x.png); }\n') },
    { name: 'a page without a policy', rule: 'policy-missing',
        change: edit(/^carte\/index\.html$/, /<meta http-equiv="Content-Security-Policy"[^>]*>/, '') },
    { name: 'a policy that allows all', rule: 'policy-missing',
        change: edit(/^carte\/index\.html$/, "script-src 'self'", "script-src 'unsafe-inline' *") },
    { name: 'a style of an element', rule: 'policy-missing', change: inMain('<p style="color: red">Rouge</p>') },
    { name: 'a page that nothing links to', rule: 'page-not-linked',
        change: (site) => writeFileSync(path.join(site, 'seule.html'), readFileSync(path.join(site, '404.html'))) },
    { name: 'a drawing above its budget', rule: 'too-large',
        change: inMain(`<svg viewBox="0 0 1 1"><path d="M0 0${'h1'.repeat(50000)}"/></svg>`) },
    { name: 'a file that was changed by hand', rule: 'manifest-of-others', change: inMain('<p>Ajout.</p>') },
    { name: 'a file that is gone', rule: 'manifest-of-others',
        change: edit(/^manifest\.json$/, '"files": [', '"files": [\n    {"path": "rien.html", "size": 1, "sha256": "00"},') },
    { name: 'more in the manifest', rule: 'manifest-of-others', change: edit(/^manifest\.json$/, '"sha256": ', '"lines": "12", "sha256": ') },
];

// Against a former release, which is the site as it was.
export const FORMER_MUTATIONS = [
    { name: 'a closed flow that changed', rule: 'former-figure-changed',
        change: sql(`UPDATE observation SET value = value + 5 WHERE ${one('region', 'entrees')}`) },
    { name: 'a closed figure of a training that came', rule: 'former-figure-changed',
        change: sql(`INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, value)
            SELECT 'training', training_id, 'entrees', '2016-T1', 5 FROM training
             WHERE training_id NOT IN (SELECT entity_code FROM observation
                                        WHERE indicator_code = 'entrees' AND period_code = '2016-T1') LIMIT 1`) },
    { name: 'a closed figure of a training that went', rule: 'former-figure-changed',
        change: sql(`DELETE FROM observation WHERE ${one('training', 'entrees')}`) },
];
