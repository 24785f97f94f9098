// JSON Schema, the part that tests/schemas uses. A keyword that is not known here is a fault of the schema.
const TYPES = {
    object: (v) => typeof v === 'object' && v !== null && !Array.isArray(v),
    array: Array.isArray,
    string: (v) => typeof v === 'string',
    boolean: (v) => typeof v === 'boolean',
    integer: Number.isInteger,
    number: Number.isFinite,
    null: (v) => v === null,
};

const NOTES = ['$schema', 'title', '$defs', 'additionalProperties'];

const KEYWORDS = {
    $ref: (ref, value, at, root) => check(root, ref.split('/').slice(1).reduce((node, key) => node[key], root), value, at),
    type: (wanted, value, at) => ([wanted].flat().some((name) => TYPES[name](value)) ? [] : [`${at}: not ${wanted}`]),
    enum: (values, value, at) => (values.includes(value) ? [] : [`${at}: ${JSON.stringify(value)} is none of ${values}`]),
    pattern: (text, value, at) => (typeof value !== 'string' || new RegExp(text, 'u').test(value) ? [] : [`${at}: not ${text}`]),
    minimum: (least, value, at) => (value >= least ? [] : [`${at}: below ${least}`]),
    minItems: (least, value, at) => (value.length >= least ? [] : [`${at}: fewer than ${least}`]),
    required: (names, value, at) => names.filter((name) => !(name in value)).map((name) => `${at}: no ${name}`),
    items: (schema, value, at, root) => value.flatMap((item, i) => check(root, schema, item, `${at}[${i}]`)),
    properties: (properties, value, at, root) =>
        Object.entries(properties).flatMap(([name, schema]) => (name in value ? check(root, schema, value[name], `${at}.${name}`) : [])),
};

function others(schema, value, at, root) {
    const rest = schema.additionalProperties;
    if (rest === undefined || !TYPES.object(value)) return [];
    const names = Object.keys(value).filter((name) => !(name in (schema.properties ?? {})));
    if (rest === false) return names.map((name) => `${at}: ${name} is not known`);
    return names.flatMap((name) => check(root, rest, value[name], `${at}.${name}`));
}

function check(root, schema, value, at) {
    if (schema.type && KEYWORDS.type(schema.type, value, at).length) return KEYWORDS.type(schema.type, value, at);
    const faults = Object.entries(schema).flatMap(([keyword, wanted]) => {
        if (NOTES.includes(keyword)) return [];
        if (!KEYWORDS[keyword]) throw new Error(`a keyword that is not known here: ${keyword}`);
        return KEYWORDS[keyword](wanted, value, at, root);
    });
    return [...faults, ...others(schema, value, at, root)];
}

// What is wrong with the value, in words; nothing when it is valid.
export function faultsOf(schema, value) {
    return check(schema, schema, value, '$');
}
