// donnees/datapackage.json against the files it describes: each CSV file is in it, its header is the fields of its
// schema, and every cell is of the type and within the constraints of its field. One case a file.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const MOST_FAULTS = 10;

// Records of a CSV text: lists of cells. RFC 4180 with the dialect's delimiter.
function recordsOf(text, { delimiter }) {
    const records = [];
    let cells = [];
    let at = 0;
    while (at < text.length) {
        let cell = '';
        if (text[at] === '"') {
            let end = at + 1;
            while (text[end] !== '"' || text[end + 1] === '"') {
                if (end >= text.length) throw new Error('a quote is not closed');
                end += text[end] === '"' ? 2 : 1;
            }
            cell = text.slice(at + 1, end).replaceAll('""', '"');
            at = end + 1;
        } else {
            const end = at + text.slice(at).search(new RegExp(`${delimiter}|\r\n|$`));
            cell = text.slice(at, end);
            at = end;
        }
        cells.push(cell);
        if (text[at] === delimiter) {
            at += 1;
            continue;
        }
        if (text.slice(at, at + 2) !== '\r\n') throw new Error(`record ${records.length + 1} does not end in CR LF`);
        at += 2;
        records.push(cells);
        cells = [];
    }
    return records;
}

const TYPES = {
    string: (cell) => cell,
    integer: (cell) => (/^-?\d+$/.test(cell) ? Number(cell) : undefined),
    number: (cell, { decimalChar = '.' }) => {
        const shape = new RegExp(`^-?\\d+(\\${decimalChar}\\d+)?$`);
        return shape.test(cell) ? Number(cell.replace(decimalChar, '.')) : undefined;
    },
    date: (cell) => (/^\d{4}-\d\d-\d\d$/.test(cell) && !Number.isNaN(Date.parse(cell)) ? cell : undefined),
    boolean: (cell, { trueValues, falseValues }) => (trueValues.includes(cell) ? true : falseValues.includes(cell) ? false : undefined),
};

function cellFault(field, cell, missing) {
    const { required, enum: list, pattern, minimum, maximum } = field.constraints ?? {};
    if (missing.includes(cell)) return required ? 'is required' : null;
    const value = TYPES[field.type](cell, field);
    if (value === undefined) return `is no ${field.type}`;
    if (list && !list.includes(cell)) return 'is not of its list';
    if (pattern && !new RegExp(`^(?:${pattern})$`).test(cell)) return `is not like ${pattern}`;
    if (minimum !== undefined && value < minimum) return `is below ${minimum}`;
    if (maximum !== undefined && value > maximum) return `is above ${maximum}`;
    return field.format === 'uri' && !URL.canParse(cell) ? 'is no address' : null;
}

function keyFaults(names, records, key, what) {
    const at = [key].flat().map((name) => names.indexOf(name));
    const seen = new Set();
    const faults = [];
    records.forEach((cells, row) => {
        const value = JSON.stringify(at.map((i) => cells[i]));
        if (seen.has(value)) faults.push(`${row + 2}: ${what} ${value} a second time`);
        seen.add(value);
    });
    return faults;
}

function tableFaults(resource, table) {
    const { fields, missingValues, primaryKey } = resource.schema;
    const names = fields.map(({ name }) => name);
    const [header, ...records] = table;
    if (JSON.stringify(header) !== JSON.stringify(names)) return [`its columns are ${header}, its fields ${names}`];
    const faults = fields.filter(({ description }) => !description).map(({ name }) => `${name} has no description`);
    records.forEach((cells, row) => {
        if (cells.length !== fields.length) faults.push(`${row + 2}: ${cells.length} cells`);
        fields.forEach((field, i) => {
            const why = cells[i] === undefined ? null : cellFault(field, cells[i], missingValues);
            if (why) faults.push(`${row + 2}: ${field.name}: "${cells[i]}" ${why}`);
        });
    });
    for (const field of fields) if (field.constraints?.unique) faults.push(...keyFaults(names, records, field.name, field.name));
    return primaryKey ? [...faults, ...keyFaults(names, records, primaryKey, 'the key')] : faults;
}

function columnOf(resource, table, name) {
    const at = resource.schema.fields.findIndex((field) => field.name === name);
    return table.slice(1).map((cells) => cells[at]);
}

function referenceFaults(resource, tables, resources) {
    return (resource.schema.foreignKeys ?? []).flatMap(({ fields, reference }) => {
        const other = resources.find(({ name }) => name === reference.resource);
        if (!other) return [`refers to ${reference.resource}, which is not there`];
        const known = new Set(columnOf(other, tables.get(other.path), reference.fields));
        const values = new Set(columnOf(resource, tables.get(resource.path), fields));
        return [...values].filter((value) => value && !known.has(value)).map((value) => `${fields} "${value}" is not in ${other.path}`);
    });
}

export function checkDataPackage(suite, site) {
    const folder = path.join(site, 'donnees');
    const file = path.join(folder, 'datapackage.json');
    if (!existsSync(file)) return;
    const { resources } = JSON.parse(readFileSync(file, 'utf8'));
    const tables = new Map();
    for (const { path: name, schema, dialect } of resources) {
        if (!existsSync(path.join(folder, name))) suite.fail(`data: ${name}`, 'is described but absent');
        else if (schema) tables.set(name, recordsOf(new TextDecoder().decode(readFileSync(path.join(folder, name))), dialect));
    }
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.csv')).sort()) {
        const resource = resources.find((one) => one.path === name);
        const faults = resource ? [...tableFaults(resource, tables.get(name)), ...referenceFaults(resource, tables, resources)] : ['is not described'];
        suite.checkNone(`data: ${name}`, faults.slice(0, MOST_FAULTS));
    }
}
