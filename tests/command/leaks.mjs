// What must not be published, put into a built site: each leak in a file of its own, many of them before one audit, which
// must tell of each by its rule in that file.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesBelow } from '../tools/suite.mjs';
import { withChunk, withOperators, withPixels } from './pictures.mjs';

const PAGE = /^(formations|structures)\/.+\/index\.html$/; // there are many of these
const page = (name, rule, markup) => ({ name, rule, file: PAGE, change: (text) => text.replace('</main>', () => `${markup}</main>`) });
const text = (name, rule, file, pattern, replacement) => ({ name, rule, file, change: (before) => before.replace(pattern, replacement) });
const added = (name, rule, file, content) => ({ name, rule, added: file, content });

const hex = (value) => Buffer.from(value).toString('hex');
const hash = (algorithm, value) => createHash(algorithm).update(value).digest('hex');

const SENTENCES = [
    '<p>Dont 7 femmes.</p>', '<p>7 jeunes suivis.</p>', '<p>13 personnes parties.</p>', '<p>Apprenants : 7</p>', '<p>1&nbsp;203 apprenants</p>',
    '<p>1&#160;203 stagiaires</p>', '<p>12&#x2009;203 apprenants</p>', '<p><b>7</b> apprenants</p>', '<p>femmes&nbsp;: <strong>1 203</strong></p>',
    '<dl><dt>Apprenants</dt><dd>7</dd></dl>', '<p>7 abandons</p>', '<p>7 entrées en formation</p>', '<p>7 INSCRIPTIONS</p>', '<p>nombre de femmes = 13</p>',
    '<p>7 bénéficiaires</p>', '<p hidden>13 femmes</p>', '<p title="7 femmes">x</p>', '<p aria-label="Femmes : 7">x</p>', '<img src="../../assets/icone.svg" alt="7 femmes">',
];

const HIDDEN = [
    '<!-- apprenants 1203 -->', '<!-- 1203 -->', '<p style="width:12.03%">x</p>', '<script>var n=1203;</script>', '<script type="application/json">{"n":1203}</script>',
    '<template><p>1203</p></template>', '<p class="w-1203">x</p>', '<svg viewBox="0 0 1 1"><metadata>1203</metadata></svg>', '<p onclick="n(1203)">x</p>',
    '<p id="n-1203">x</p>',
];

const ATTRIBUTES = ['<p data-exact="1203">x</p>', '<p data-apprenants="7">x</p>', '<data value="1203">x</data>', '<progress value="1203" max="2000"></progress>',
    '<input type="hidden" name="n" value="1203">'];

const IDENTITIES = ['jeanne.durand@exemple.fr', '06 12 34 56 78', '0612345678', '+33 6 12 34 56 78', '2 85 05 78 006 084 41', '285057800608441',
    'FR76 3000 6000 0112 3456 7890 189'];

const STRAY = { 'donnees/public.sqlite-wal': '7', 'donnees/public.sqlite-journal': '7', core: '\x7fELF', 'journal.txt': 'x', '.cache': '7', 'donnees/x.parquet': 'PAR1' };

const bytes = (name, rule, file, change) => ({ name, rule, file, encoding: 'latin1', change: (before) => change(Buffer.from(before, 'latin1')).toString('latin1') });
const inPicture = (name, rule, change) => bytes(`a picture: ${name}`, rule, /^figures\/apprenants\.png$/, change);
const inPaper = (name, rule, change) => bytes(`a PDF: ${name}`, rule, /^figures\/apprenants\.pdf$/, change);

// A rectangle of one colour; the last of its pixels is not painted.
const box = (left, top, right, bottom, colour) => ({ pixels, width }) => {
    for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) pixels.set(colour, 3 * (y * width + x));
};

// What a picture and a PDF draw otherwise than the SVG file of the same name.
const PICTURES = [
    inPicture('a bar more', 'picture-of-other', withPixels(box(300, 200, 312, 300, [31, 82, 134]))),
    inPicture('four dark pixels', 'picture-of-other', withPixels(box(400, 300, 402, 302, [0, 0, 0]))),
    inPicture('the last bit of a pixel', 'picture-of-other', withPixels(box(500, 250, 501, 251, [254, 255, 255]))),
    inPicture('all of it two pixels lower', 'picture-of-other', withPixels(({ pixels, width }) => pixels.copyWithin(3 * width * 152, 3 * width * 150, 3 * width * 450))),
    inPicture('bytes after the pixels', 'unknown-bytes', withPixels(() => {}, Buffer.from('apprenants 1203'))),
    inPicture('a resolution that is a number of its own', 'unknown-bytes', withChunk('pHYs', Buffer.from([0, 0, 4, 0xb3, 0, 0, 0, 7, 1]))),
    inPicture('a background of its own', 'unknown-bytes', withChunk('bKGD', Buffer.from([4, 0xb3, 0, 7, 0, 13]))),
    inPaper('a line that ends elsewhere', 'picture-of-other', withOperators((text) => text.replace(/^([\d.]+ )([\d.]+)( l\b)/m, (_, x, y, l) => `${x}${Number(y) + 13}${l}`))),
    inPaper('a rectangle more', 'picture-of-other', withOperators((text) => `${text}\nq 0 0 1 rg 100 100 120.3 7 re f Q\n`)),
    inPaper('another number', 'picture-of-other', withOperators((text) => text.replace('(0)Tj', '(1203)Tj'))),
    inPaper('an object that nothing leads to', 'unknown-bytes', (before) => Buffer.concat([before, Buffer.from('99 0 obj\n(1203)\nendobj\n')])),
    inPaper('bytes after its end', 'unknown-bytes', (before) => Buffer.concat([before, Buffer.from('\n1203')])),
];

// The regions of a table, put in another order: by chance, or by what the count might be before the protection.
const rowsOf = (table) => table.match(/<tr>.*?<\/tr>/gs);
const regions = (name, order) => ({ name, rule: 'order-unexplained', file: /^territoires\/index\.html$/, change: (before) => before.replace(
    /(<table(?:(?!<\/table>).)*<tbody>)((?:(?!<tr class="total").)*)/s, (_, head, body) => head + order(rowsOf(body)).join('\n')) });
const mixed = (rows) => rows.map((row, i) => [(7 * i + 3) % rows.length, row]).sort(([a], [b]) => a - b).map(([, row]) => row);
const ORDERS = [
    regions('regions in an order of their own', mixed),
    regions('regions nearly by a count', (rows) => mixed(rows).map((row, i) => row.replace(/(data-cell="apprenants_cumul\/region[^>]*>)[^<]*/, `$1${10 * (rows.length - i) + 15 * (i % 7 === 3)}`))),
];

const number = (digits, change) => change(Number(digits)).toFixed(1);

// Shapes that only others of their drawing explain, and a label that the PDF does not have.
const SHAPES = [
    text('a part of a bar', 'length-tells-other', /^figures\/galerie\/stacks\.svg$/, /(data-cell="situations_3mois_cumul[^>]* width=")([\d.]+)/,
        (_, head, width) => head + number(width, (one) => one + 12)),
    text('a circle of a territory', 'length-tells-other', /^galerie\/index\.html$/, /(<circle class="q\d symbol"[^>]* data-territory[^>]* r=")([\d.]+)/,
        (_, head, radius) => head + number(radius, (one) => one * 0.6)),
    text('the shade of an area', 'length-tells-other', /^galerie\/index\.html$/, /(%<\/title><rect class=")q1( b-tile)/, '$1q5$2'),
    text('the shade of what is not shown', 'length-tells-other', /^galerie\/index\.html$/, /(non publiée<\/title><rect class=")hatch( b-tile)/, '$1q5$2'),
    { ...text('a label more in a figure', 'picture-of-other', /^figures\/apprenants\.svg$/, '</svg>', '<text x="50" y="50" font-size="12">1 203</text></svg>'),
        place: 'figures/apprenants.pdf' },
];

// Whatever may stand in any site.
const LEAKS = [
    ...SENTENCES.map((markup) => page(markup, 'sentence-not-multiple', markup)),
    ...HIDDEN.map((markup) => page(markup, 'hidden-in-markup', markup)),
    ...ATTRIBUTES.map((markup) => page(markup, 'unexplained-number', markup)),
    ...IDENTITIES.map((contact) => page(contact, 'identity-text', `<p>Contact : ${contact}</p>`)),
    ...Object.entries(STRAY).map(([file, content]) => added(`a file ${file}`, 'unknown-file', file, content)),
    page('a head of one word', 'column-not-multiple', '<table><tr><th>Femmes</th></tr><tr><td>7</td></tr></table>'),
    added('a table that is not declared', 'unknown-column', 'donnees/exact.csv', 'territoire,nombre\nBretagne,1203\n'),
    added('data for a search', 'unexplained-number', 'recherche.json', '[{"t":"Bretagne","n":7},{"t":"Corse","n":13}]'),
    added('a comment of a map of the site', 'hidden-in-markup', 'sitemap.xml', '<?xml version="1.0"?><!-- 1203 --><urlset/>'),
    added('a file that is packed', 'unknown-file', 'donnees/formations.csv.gz', gzipSync('7')),
    text('a name of its own in a head', 'hidden-in-markup', PAGE, '</head>', '<meta name="keywords" content="exact:1203"></head>'),
    text('a number of the manifest', 'unexplained-number', /^manifest\.json$/, '"release":', '"personal_rows": 1203, "release":'),
    text('a number of a data package', 'unexplained-number', /datapackage\.json$/, '{', '{"rows":1203,'),
    text('a number in the title of a page', 'sentence-not-multiple', PAGE, '<title>', '<title>13 femmes - '),
    text('a column more', 'unknown-column', /^donnees\/territoires\.csv$/, /\r\n/g, ',\r\n'),
    text('a line more', 'unknown-column', /^donnees\/cibles\.csv$/, /$/, '# 1203\r\n'),
    text('digits after a place', 'unexplained-number', /^donnees\/formations\.csv$/, /,(4\d\.\d+),/, ',$11203,'),
    text('an e-mail address in a table', 'identity-text', /^donnees\/structures\.csv$/, /\n([^,]*),/, '\n$1,paul.martin@exemple.fr '),
    text('a key for persons', 'key-not-multiple', /\.geojson$/, '"properties":{', '"properties":{"femmes":"7",'),
    text('a number of its own', 'unexplained-number', /\.geojson$/, '"properties":{', '"properties":{"n":1203,'),
    text('a place of its own', 'unexplained-number', /\.geojson$/, /"coordinates":\[([\d.-]+),/, '"coordinates":[$11203,'),
    text('features in another order', 'order-unexplained', /\.geojson$/, /(\n[^\n]*)(\n[^\n]*)(\n[^\n]*)(\n)/, '$3$1$2$4'),
    text('rows in another order', 'order-unexplained', /^donnees\/structures-excel\.csv$/, /(\n[^\n]*)(\n[^\n]*)(\n[^\n]*)(\n)/, '$3$1$2$4'),
    text('a sheet with a rule of one territory', 'hidden-in-markup', /style\.css$/, /$/, '\n[data-territory="76"]{width:12.03%}'),
    text('a sheet that adds a number', 'hidden-in-markup', /style\.css$/, /$/, '\n.x::after{content:"13"}'),
    text('a sheet that names a territory', 'hidden-in-markup', /style\.css$/, /$/, '\na[href*="bretagne"]{width:12%}'),
    text('a remark in a sheet', 'sentence-not-multiple', /style\.css$/, /$/, '\n/* apprenants 1203 */'),
    text('data in a script', 'hidden-in-markup', /filtre\.js$/, /$/, '\nconst n = {bretagne: 1203};'),
    text('metadata of a figure', 'hidden-in-markup', /^figures\/apprenants\.svg$/, '</svg>', '<metadata>1203</metadata></svg>'),
    text('an instruction in a figure', 'hidden-in-markup', /^figures\/apprenants\.svg$/, '<svg', '<?n 1203?><svg'),
    text('a description of a figure', 'sentence-not-multiple', /^figures\/apprenants\.svg$/, '</desc>', ' 7 femmes.</desc>'),
];

// The same identifier in the dresses that hide it from a search.
const disguised = (id) => Object.entries({
    plain: id, large: id.toUpperCase(), backwards: [...id].reverse().join(''), hexadecimal: hex(id), base64: Buffer.from(id).toString('base64'),
    'base64 in a longer one': Buffer.from(`x${id}yz`).toString('base64'), percents: hex(id).replace(/../g, '%$&'),
    references: [...id].map((c) => `&#${c.charCodeAt(0)};`).join(''), json: [...id].map((c) => `\\u00${hex(c)}`).join(''),
    'parts of elements': `<b>${id.slice(0, 5)}</b>${id.slice(5)}`, signs: id.match(/..?.?.?/g).join('-'), blanks: [...id].join(' '), 'nothing seen': [...id].join('\u200b'),
    'SHA-256': hash('sha256', id), 'SHA-1': hash('sha1', id), MD5: hash('md5', id), 'its beginning': id.slice(0, 8),
    rotated: id.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 84) % 26) + 97)),
}).map(([name, value]) => page(`a pseudonym: ${name}`, 'personal-text', `<p>${value}</p>`));

const personalLeaks = (id) => [
    ...disguised(id),
    added('a pseudonym as the name of a file', 'personal-text', `donnees/${id}.csv`, 'x\n'),
    { name: 'a pseudonym in UTF-16', encoding: 'latin1', rule: 'personal-text', file: /OFL\.txt$/, change: (before) => before + Buffer.from(id, 'utf16le').toString('latin1') },
    { ...text('a pseudonym after a font', 'personal-text', /regular\.woff2$/, /$/, hex(id)), encoding: 'latin1' },
];

// Puts in as many as find a file that no other took; says which were put in where.
function putIn(site, leaks) {
    const files = filesBelow(site);
    const taken = new Set();
    const done = [];
    for (const leak of leaks) {
        const fits = leak.added ? [leak.added] : files.filter((name) => leak.file.test(name));
        for (const name of fits.filter((one) => !taken.has(one))) {
            const place = path.join(site, name);
            const encoding = leak.encoding ?? 'utf8';
            const before = leak.added ? '' : readFileSync(place, encoding);
            const after = leak.added ? leak.content : leak.change(before);
            if (after === before) continue;
            mkdirSync(path.dirname(place), { recursive: true });
            if (existsSync(place)) rmSync(place);
            writeFileSync(place, after, encoding);
            taken.add(name);
            done.push({ leak, name });
            break;
        }
    }
    return done;
}

// Rounds of audits until every leak was put in once.
async function leaksOf(bench, leaks, ...options) {
    let left = leaks;
    while (left.length > 0) {
        const site = bench.path('leaks');
        cpSync(bench.site, site, { recursive: true });
        const done = putIn(site, left);
        const report = JSON.parse((await bench.run('audit', site, '--format', 'json', ...options)).stdout);
        for (const { leak, name } of done) {
            const rules = report.faults.filter((fault) => fault.place === (leak.place ?? name)).map((fault) => fault.rule);
            bench.suite.check(`a leak: ${leak.name}`, rules.includes(leak.rule), `${name}: ${leak.rule} is not among ${rules.join()}`);
        }
        const fitting = new Set(done.map(({ leak }) => leak));
        const rest = left.filter((leak) => !fitting.has(leak));
        rmSync(site, { recursive: true });
        if (rest.length === left.length) {
            bench.suite.fail('every leak finds a file', rest.map((leak) => leak.name).join('\n'));
            return;
        }
        left = rest;
    }
}

export async function leaks(bench, input, id) {
    await leaksOf(bench, [...LEAKS, ...ORDERS, ...PICTURES, ...SHAPES]);
    await leaksOf(bench, personalLeaks(id), '--input', input);
}
