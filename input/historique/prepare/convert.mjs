// Writes ../formations.csv and ../references.csv from the two fact files of this folder. Run: node convert.mjs
//
// formations.csv, from formations-attestees.csv (every row, in its order; no value is corrected):
//   formation_id       formation_ref
//   intitule           intitule                      16 are empty
//   structure_nom      structure                     23 are empty
//   code_commune       code_commune                  4 are empty
//   commune, latitude, longitude, vague, duree_mois, duree_heures: the same
//   Département        departement                   mapped to code_departement by programme.xml
//   niveau_sortie      niveau                        "III (bac+2)" stays
//   famille_metier     famille_metier                free text, read through the vocabulary of programme.xml
//   modalite           modalite                      free text, the same
//   Places par session places_par_session            "15-20" stays; mapped to places by programme.xml
//   date_label         2016-02-03 for wave 1 unless the label is only indirectly attested: the day its list was published
//   statut_label       labellisee unless the label is only indirectly attested
//   url                the first address in source
//   attestation, date_fait, partenaires, source, note: the same; columns of this example, not of the schema
// references.csv, from indicateurs-publies.csv: indicator, value, geography, unit become indicateur, valeur, territoire,
// unite. rapprochements.csv says, for some of them, which indicator and time of ours they are compared with, and why they
// differ: the words are ours.
import { readFileSync, writeFileSync } from 'node:fs'

const here = new URL('./', import.meta.url)

function parse(text) {
  const rows = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^;\n]*))(;|\n|$)/gy
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text)
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end !== ';') rows.push([])
  }
  const [header, ...records] = rows.filter(row => row.length > 0)
  return records.map(row => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])))
}

const quote = value => /[;"\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

const read = name => parse(readFileSync(new URL(name, here), 'utf8').replaceAll('\r\n', '\n'))

function convert(from, to, columns) {
  const rows = read(from)
  const lines = [Object.keys(columns), ...rows.map(row => Object.values(columns).map(value => value(row)))]
  writeFileSync(new URL(to, here), lines.map(line => line.map(quote).join(';') + '\n').join(''))
  console.log(`${to}: ${rows.length} rows`)
}

const labelled = row => row.attestation !== 'indirect'

convert('formations-attestees.csv', '../formations.csv', {
  formation_id: row => row.formation_ref,
  intitule: row => row.intitule,
  structure_nom: row => row.structure,
  code_commune: row => row.code_commune,
  commune: row => row.commune,
  'Département': row => row.departement,
  latitude: row => row.latitude,
  longitude: row => row.longitude,
  modalite: row => row.modalite,
  famille_metier: row => row.famille_metier,
  niveau_sortie: row => row.niveau,
  duree_mois: row => row.duree_mois,
  duree_heures: row => row.duree_heures,
  'Places par session': row => row.places_par_session,
  vague: row => row.vague,
  date_label: row => row.vague === '1' && labelled(row) ? '2016-02-03' : '',
  statut_label: row => labelled(row) ? 'labellisee' : '',
  url: row => row.source.match(/https?:\/\/[^ |]+/)?.[0] ?? '',
  attestation: row => row.attestation,
  date_fait: row => row.date_fait,
  partenaires: row => row.partenaires,
  source: row => row.source,
  note: row => row.note
})

const keyOf = row => [row.date, row.indicator, row.value, row.geography].join('\n')
const compared = new Map(read('rapprochements.csv').map(row => [keyOf(row), row]))

convert('indicateurs-publies.csv', '../references.csv', {
  date: row => row.date,
  indicateur: row => row.indicator,
  valeur: row => row.value,
  territoire: row => row.geography,
  source: row => row.source,
  unite: row => row.unit,
  note: row => row.note,
  code_indicateur: row => compared.get(keyOf(row))?.code_indicateur ?? '',
  periode: row => compared.get(keyOf(row))?.periode ?? '',
  ecart: row => compared.get(keyOf(row))?.ecart ?? ''
})
