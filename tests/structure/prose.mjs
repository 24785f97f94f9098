// What must not stand in C: markup, colours, fonts and sentences of the site, which live in templates/, the theme and
// the catalogues. And what must stand in no file at all: addresses of package registries, paths of somebody's machine.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, filesBelow, isMain, runAlone } from '../tools/suite.mjs';
import { stringsOf } from './c-source.mjs';

const LONG_FILE_LINES = 600;

const ELEMENTS = 'html|head|body|div|p|a|table|thead|tbody|caption|tr|td|th|span|h[1-6]|ul|ol|li|dl|dt|dd|section|main|nav|header|footer|figure|button';
const FRENCH_WORDS = /(?<![\p{L}_])(le|la|les|un|une|des|du|au|aux|est|sont|dans|pour|avec|par|sur|qui|que|ne|pas|ou|et)(?![\p{L}_])/gu;

const RULES = {
    markup: (text) => text.match(new RegExp(`</?(${ELEMENTS})[ >/]`))?.[0],
    colour: (text) => text.match(/#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-zA-Z_])/)?.[0],
    font: (text) => text.match(/\b(DejaVu|Inter|Arial|Helvetica|Verdana)\b/)?.[0],
    french: (text) => text.match(/[À-ÖØ-öø-ÿŒœŸ]/)?.[0] ?? frenchWords(text),
};

// Two different French words between English ones are no accident.
function frenchWords(text) {
    const words = new Set([...text.toLowerCase().matchAll(FRENCH_WORDS)].map((match) => match[1]));
    return words.size >= 2 ? [...words].join(', ') : undefined;
}

// Where a rule does not hold, and why; `found` narrows an exception to what it is about.
const EXCEPTIONS = [
    { file: /^generator\/render\/draw\/svg\.c$/, rule: 'markup', found: /^<\/?a[ >]$/, why: "SVG's own link element" },
    { file: /^generator\/compile\/ingest\/vocabulary\.c$/, rule: 'french', why: 'the spellings that input files use, which no page shows' },
    { file: /^generator\/base\/typography\.c$/, rule: 'french', why: 'the grammar of French figures and places is its purpose' },
    { file: /^generator\/simulation\//, rule: 'french', why: 'invented names and titles of an input, which is French' },
    { file: /^generator\/command\/new[a-z_]*\.c$/, rule: 'french', why: 'the starter input folder is written for its French reader' },
];

// Written so that this file does not match itself.
const NOWHERE = [/https?:\/\/(registry|deb|security|proxy)\./, /(^|[\s"'`(=:])\/(work|home|root|Users)\/[a-z.]/i];

function isExcepted(name, rule, found) {
    return EXCEPTIONS.some((one) => one.rule === rule && one.file.test(name) && (one.found?.test(found) ?? true));
}

function faultsInC(name, text) {
    const faults = [];
    for (const literal of stringsOf(text)) {
        for (const [rule, find] of Object.entries(RULES)) {
            const found = find(literal.value);
            if (!found || isExcepted(name, rule, found)) continue;
            faults.push(`${name}:${literal.line}: ${rule}: ${found} in "${literal.value.slice(0, 80)}"`);
        }
    }
    return faults;
}

function faultsAnywhere(name, text) {
    return text.split('\n').flatMap((line, index) => {
        const found = NOWHERE.map((pattern) => line.match(pattern)?.[0]).find(Boolean);
        return found ? [`${name}:${index + 1}: names a machine or a registry: ${found.trim()}`] : [];
    });
}

// What belongs to the project: not the builds, the output, what npm installed, and the fixtures that must be wrong.
function notOurs(name) {
    return /^(\.git|build(-.*)?|output)$/.test(name) || /(^|\/)(node_modules|fixtures)$/.test(name) || /\.private\./.test(name);
}

export function run(suite) {
    const fixture = 'tests/structure/fixtures/prose.c';
    const marked = readFileSync(path.join(ROOT, fixture), 'utf8');
    const found = new Set(faultsInC(fixture, marked).map((fault) => fault.split(': ').slice(0, 2).join(': ')));
    marked.split('\n').forEach((line, index) => {
        const expected = line.match(/\/\* (markup|colour|font|french|none) \*\/$/)?.[1];
        if (!expected) return;
        const faults = [...found].filter((fault) => fault.startsWith(`${fixture}:${index + 1}:`));
        const right = expected === 'none' ? faults.length === 0 : faults.includes(`${fixture}:${index + 1}: ${expected}`);
        suite.check(`finds "${expected}" in line ${index + 1} of the fixture`, right, faults.join('\n'));
    });

    for (const name of filesBelow(ROOT, notOurs)) {
        const bytes = readFileSync(path.join(ROOT, name));
        if (bytes.includes(0)) continue;
        const text = bytes.toString('utf8');
        const isProgram = /^(generator|include)\/.*\.[ch]$/.test(name);
        suite.checkNone(name, [...faultsAnywhere(name, text), ...(isProgram ? faultsInC(name, text) : [])]);
        const lines = text.split('\n').length;
        if (isProgram && lines > LONG_FILE_LINES) suite.note(`${name} has ${lines} lines: is it one room or two?`);
    }
}

if (isMain(import.meta.url)) await runAlone('prose', run);
