// Who may include whom: the rules of the layout, read off every #include of generator/ and include/gencarto/. Two
// fixture trees show that the reader works: one it must accept, one where each file breaks one rule.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, filesBelow, isMain, runAlone } from '../tools/suite.mjs';
import { includesOf } from './c-source.mjs';

// A folder, and the folders that it may include besides its own; `x/*` is every folder below x.
const MAY_INCLUDE = {
    base: [],
    xml: ['base'],
    db: ['base'],
    sql: ['base'],
    geo: ['base', 'db', 'sql'],
    tabular: ['base'],
    'compile/cube': ['base', 'db', 'sql'],
    'compile/ingest': ['base', 'xml', 'tabular', 'db', 'sql', 'compile/cube'],
    'compile/disclosure': ['base', 'compile/cube'],
    'compile/ledger': ['base', 'compile/cube'],
    'compile/indicator': ['base', 'db', 'sql', 'compile/cube'],
    compile: ['base', 'xml', 'db', 'sql', 'compile/*'],
    'render/draw': ['base', 'xml'],
    'render/chart': ['base', 'geo', 'render/draw'],
    'render/map': ['base', 'geo', 'render/draw'],
    'render/words': ['base', 'xml'],
    'render/template': ['base', 'xml', 'db'],
    'render/site': ['base', 'db', 'xml', 'geo', 'render/template', 'render/map', 'render/chart', 'render/draw',
        'render/words'],
    'render/report': ['base', 'db', 'xml', 'geo', 'render/template', 'render/map', 'render/chart', 'render/draw'],
    render: ['base', 'db', 'xml', 'geo', 'render/*'],
    simulation: ['base'],
    publish: ['base', 'db'],
    audit: ['base', 'db', 'sql', 'xml'],
    consult: ['base', 'db', 'sql'],
    command: ['*'],
};

// A foreign library is called in one place.
const FOREIGN = [
    { header: /^sqlite3\.h$/, folders: ['db'] },
    { header: /^csv\.h$/, folders: ['tabular'] },
    { header: /^libxml\//, folders: ['xml'] },
    { header: /^(cairo|ft2build|hb|pango|fontconfig)/, folders: ['render/draw', 'render/report'] },
    { header: /^qpdf\//, folders: ['render/report'] },
    { header: /^(proj|geos_c)\.h$/, folders: ['geo'] },
    { header: /^gcrypt\.h$/, folders: ['publish', 'compile/disclosure', 'audit'] },
    { header: /^zlib\.h$/, folders: ['audit', 'render/draw'] },
    { header: /^glpk\.h$/, folders: ['compile/disclosure', 'audit'] },
    { header: /^utf8proc\.h$/, folders: ['base'] },
];

function folderOf(name) {
    const folder = path.posix.dirname(name);
    return MAY_INCLUDE[folder] ? folder : null;
}

function allows(folder, target) {
    return MAY_INCLUDE[folder].some((one) => one === '*' || one === target || (one.endsWith('/*') && target.startsWith(one.slice(0, -1))));
}

// One include of a file that stands in `folder`: what is wrong with it, or null.
function fault(folder, { target, quoted }) {
    if (target.startsWith('gencarto/')) {
        const other = folderOf(target.slice('gencarto/'.length));
        if (!other) return 'of a folder that the layout does not know';
        return other === folder || allows(folder, other) ? null : `${folder} may not include ${other}`;
    }
    if (quoted) return target.includes('/') ? 'a private header of another folder' : null;
    const rule = FOREIGN.find((one) => one.header.test(target));
    return rule && !rule.folders.includes(folder) ? `only ${rule.folders.join(' and ')} may` : null;
}

// Each source file of a tree, with its faults.
export function readTree(root) {
    const files = [];
    for (const top of ['generator', 'include/gencarto']) {
        for (const name of filesBelow(path.join(root, top)).filter((one) => /\.[ch]$/.test(one))) {
            const folder = folderOf(name);
            const faults = folder ? [] : [`${top}/${name}: a folder that the layout does not know`];
            const includes = folder ? includesOf(readFileSync(path.join(root, top, name), 'utf8')) : [];
            for (const include of includes) {
                const why = fault(folder, include);
                if (why) faults.push(`${top}/${name}:${include.line}: ${include.target}: ${why}`);
            }
            files.push({ name: `${top}/${name}`, faults });
        }
    }
    return files;
}

export function run(suite) {
    const fixtures = path.join(ROOT, 'tests/structure/fixtures');
    for (const file of readTree(path.join(fixtures, 'forbidden'))) {
        suite.check(`rejects ${file.name}`, file.faults.length === 1, `faults found: ${file.faults.length}, expected 1`);
    }
    for (const file of readTree(path.join(fixtures, 'allowed'))) suite.checkNone(`accepts ${file.name}`, file.faults);
    for (const file of readTree(ROOT)) suite.checkNone(file.name, file.faults);
}

if (isMain(import.meta.url)) await runAlone('includes', run);
