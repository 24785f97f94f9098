// Small helpers shared by the preparation scripts.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
export const reference = path.join(here, '..')

export function readPackageJson(file) {
  return JSON.parse(fs.readFileSync(path.join(here, 'node_modules', file), 'utf8'))
}

/** French names: NFC, typographic apostrophe, no double space. */
export function clean(name) {
  return name.normalize('NFC').replace(/'/g, '’').replace(/\s+/g, ' ').trim()
}

/** ASCII folding used for slugs: "Provence-Alpes-Côte d’Azur" gives "provence-alpes-cote-d-azur". */
export function slug(name) {
  return name.replace(/œ/g, 'oe').replace(/Œ/g, 'OE').replace(/æ/g, 'ae').replace(/Æ/g, 'AE')
    .normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
}

/** Byte order, the same on every machine. */
export function byCode(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}

function cell(value) {
  return /[",\n\r]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value
}

export function writeCsv(name, header, rows) {
  const text = [header, ...rows].map(row => row.map(cell).join(',')).join('\n') + '\n'
  fs.writeFileSync(path.join(reference, name), text)
  console.log(`${name}: ${rows.length} rows, ${Buffer.byteLength(text)} bytes`)
}

/** Any RFC 4180 text into objects, one a row. */
export function parseCsv(text, separator = ',') {
  const rows = []
  let row = [], field = '', quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { field += '"'; i++ }
      else if (c === '"') quoted = false
      else field += c
    } else if (c === '"') quoted = true
    else if (c === separator) { row.push(field); field = '' }
    else if (c === '\n') { row.push(field.replace(/\r$/, '')); rows.push(row); row = []; field = '' }
    else field += c
  }
  if (field || row.length) rows.push([...row, field])
  const [header, ...body] = rows
  return {
    header, text, widths: body.map(r => r.length),
    rows: body.map(r => Object.fromEntries(header.map((h, i) => [h, r[i]])))
  }
}

export function readCsv(name) {
  return parseCsv(fs.readFileSync(path.join(reference, name), 'utf8'))
}
