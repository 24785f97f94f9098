// Verifies what the prepared files promise. `node check.mjs [FILE.csv ...]` also looks up the column
// code_commune of the given files (separator ;). Prints every failure, exits 1 if there is one.
import fs from 'node:fs'
import path from 'node:path'
import { reference, readCsv, parseCsv, slug, byCode } from './lib.mjs'

let failures = 0
let checks = 0
function check(ok, message) {
  checks++
  if (ok) return
  failures++
  console.error(`FAILED ${message}`)
}
function same(got, wanted, message) {
  check(got === wanted, `${message}: ${got}, expected ${wanted}`)
}

// ---- tables ----------------------------------------------------------------------------------------------

function table(name, columns, key) {
  const { header, rows, widths, text } = readCsv(name)
  same(header.join(','), columns, `${name}: header`)
  check(widths.every(w => w === header.length), `${name}: rows of another width`)
  check(text === text.normalize('NFC'), `${name}: not NFC`)
  check(!text.includes('\r') && text.endsWith('\n') && !text.startsWith('\ufeff'), `${name}: line ends or byte order mark`)
  check(!text.includes("'"), `${name}: straight apostrophe`)
  const keys = rows.map(key)
  check(keys.every((k, i) => i === 0 || byCode(keys[i - 1], k) < 0), `${name}: not sorted, or a key twice`)
  return rows
}

const names = 'code,name,name_locative,name_of,name_the,article,slug'
const regions = table('regions.csv', names, r => r.code)
const departments = table('departements.csv', `${names},region_code`, d => d.code)
const communes = table('communes.csv', 'code,name,department_code,lon_deg,lat_deg', c => c.code)
const former = table('communes_anciennes.csv', 'old_code,code,kind', f => f.old_code)
const postal = table('codes_postaux.csv', 'postal_code,commune_code', p => `${p.postal_code} ${p.commune_code}`)

same(regions.length, 18, 'regions')
same(departments.length, 101, 'departments')
for (const list of [regions, departments]) {
  same(new Set(list.map(t => t.slug)).size, list.length, 'slugs')
  for (const t of list) {
    same(t.slug, slug(t.name), `${t.name}: slug`)
    check(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(t.slug), `${t.name}: slug ${t.slug}`)
    same(t.name_the, t.article === '' ? t.name : t.article === 'l’' ? `l’${t.name}` : `${t.article} ${t.name}`, `${t.name}: name_the`)
    const places = [`en ${t.name}`, `à ${t.name}`, `dans ${t.name_the}`]
    check(places.includes(t.name_locative), `${t.name}: ${t.name_locative}`)
    check(!t.name_locative.startsWith('dans ') || t.article !== '', `${t.name}: "dans" without an article`)
    check(!['le', 'les'].includes(t.article) || !t.name_locative.startsWith('à '), `${t.name}: ${t.name_locative}`)
    const vowel = /^([AEIOUYÉÈÎÔ]|Hérault)/.test(t.name) // the h of Haute is not mute
    const full = { le: `du ${t.name}`, la: `de la ${t.name}`, 'l’': `de l’${t.name}`, les: `des ${t.name}`, '': `de ${t.name}` }
    check([full[t.article], (vowel ? 'd’' : 'de ') + t.name].includes(t.name_of), `${t.name}: ${t.name_of}`)
    same(t.article === 'l’', vowel && t.article !== 'les' && t.article !== '', `${t.name}: elision`)
  }
}

const regionCodes = new Set(regions.map(r => r.code))
const departmentCodes = new Set(departments.map(d => d.code))
for (const d of departments) check(regionCodes.has(d.region_code), `${d.name}: region ${d.region_code}`)
for (const r of regions) check(departments.some(d => d.region_code === r.code), `${r.name}: no department`)

// Overseas collectivities have communes, but no department.
const collectivities = new Set(['975', '977', '978', '984', '986', '987', '988', '989'])
const communeCodes = new Set(communes.map(c => c.code))
let placed = 0
for (const c of communes) {
  check(/^(\d\d|2[AB])\d{3}$/.test(c.code), `commune ${c.code}`)
  check(departmentCodes.has(c.department_code) || collectivities.has(c.department_code), `${c.code}: department ${c.department_code}`)
  check(c.code.startsWith(c.department_code), `${c.code}: department ${c.department_code}`)
  same(c.lon_deg === '', c.lat_deg === '', `${c.code}: half a point`)
  if (c.lon_deg === '') continue
  placed++
  check(/^-?\d+\.\d{5}$/.test(c.lon_deg) && /^-?\d+\.\d{5}$/.test(c.lat_deg), `${c.code}: ${c.lon_deg} ${c.lat_deg}`)
}
check(placed > 8000, `only ${placed} points`)
for (const f of former) {
  check(communeCodes.has(f.code), `${f.old_code}: ${f.code} is no commune`)
  check(!communeCodes.has(f.old_code), `${f.old_code} is a commune still`)
  check(['ancienne', 'deleguee', 'associee'].includes(f.kind), `${f.old_code}: ${f.kind}`)
}
for (const p of postal) {
  check(/^\d{5}$/.test(p.postal_code), `postal code ${p.postal_code}`)
  check(communeCodes.has(p.commune_code), `${p.postal_code}: ${p.commune_code} is no commune`)
}
const boroughs = communes.filter(c => /^(751|132|6938)/.test(c.code) && / Arrondissement$/.test(c.name))
same(boroughs.length, 20 + 16 + 9, 'arrondissements of Paris, Lyon and Marseille')

const oldCodes = new Map(former.map(f => [f.old_code, f.code]))
for (const file of process.argv.slice(2)) {
  const codes = parseCsv(fs.readFileSync(file, 'utf8'), ';').rows.map(r => r.code_commune).filter(Boolean)
  const unknown = codes.filter(c => !communeCodes.has(c) && !oldCodes.has(c))
  check(unknown.length === 0, `${path.basename(file)}: unknown communes ${unknown.join(' ')}`)
  const pointed = new Set(communes.filter(c => c.lon_deg).map(c => c.code))
  const without = [...new Set(codes.filter(c => !pointed.has(oldCodes.get(c) ?? c)))]
  console.log(`${path.basename(file)}: ${codes.length} commune codes, ${codes.filter(c => oldCodes.has(c)).length} former; ` +
    `without a point: ${without.join(' ') || 'none'}`)
}

// ---- boundaries ------------------------------------------------------------------------------------------

const file = path.join(reference, 'boundaries.topojson')
const map = JSON.parse(fs.readFileSync(file, 'utf8'))
check(fs.statSync(file).size <= 600_000, 'boundaries.topojson: over 600 kB')
same(Object.keys(map).join(), 'type,bbox,transform,objects,arcs', 'topology')
same(Object.keys(map.objects).join(), 'departements,voisins', 'objects')
const shapes = map.objects.departements.geometries
const land = map.objects.voisins.geometries
same(shapes.length, 101, 'polygons of departments')
same(new Set(shapes.map(g => g.id)).size, 101, 'ids of departments')
for (const d of departments)
  same(shapes.find(g => g.id === d.code)?.properties.region, d.region_code, `${d.code} on the map: region`)
check(land.every(g => /^[A-Z]{2}$/.test(g.id)), 'ids of neighbours')

const { scale, translate } = map.transform
const arcs = map.arcs.map(arc => {
  let x = 0, y = 0
  return arc.map(([dx, dy]) => [x += dx, y += dy])
})
check(arcs.flat().every(p => p.every(Number.isInteger)), 'arcs: not integers')
arcs.forEach((arc, i) => {
  check(arc.length >= 2, `arc ${i}: ${arc.length} points`)
  for (let j = 1; j < arc.length; j++) check(arc[j][0] !== arc[j - 1][0] || arc[j][1] !== arc[j - 1][1], `arc ${i}: a point twice`)
})

const polygonsOf = g => g.type === 'Polygon' ? [g.arcs] : g.arcs
function points(ring) {
  const list = []
  for (const i of ring) {
    const arc = i < 0 ? arcs[~i].slice().reverse() : arcs[i]
    if (list.length) check(list.at(-1).join() === arc[0].join(), `ring with arc ${i}: a gap`)
    list.push(...(list.length ? arc.slice(1) : arc))
  }
  check(list[0].join() === list.at(-1).join(), `ring with arc ${ring[0]}: not closed`)
  check(list.length >= 4, `ring with arc ${ring[0]}: ${list.length} points`)
  return list
}

// Each arc is the border of one polygon, or of two, one on either side.
const forward = arcs.map(() => 0)
const backward = arcs.map(() => 0)
for (const g of [...shapes, ...land]) {
  check(['Polygon', 'MultiPolygon'].includes(g.type), `${g.id}: ${g.type}`)
  for (const i of g.arcs.flat(2)) {
    check(Number.isInteger(i) && (i < 0 ? ~i : i) < arcs.length, `${g.id}: no arc ${i}`)
    if (i < 0) backward[~i]++
    else forward[i]++
  }
}
arcs.forEach((_, i) => check(forward[i] <= 1 && backward[i] <= 1 && forward[i] + backward[i] >= 1,
  `arc ${i}: ${forward[i]} times forward, ${backward[i]} backward`))

// No two segments meet but at the common ends of neighbours: with the test above, polygons are valid,
// without overlap, and without gap along a shared border. Coordinates are integers: the arithmetic is exact.
const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
const equal = (a, b) => a[0] === b[0] && a[1] === b[1]
const between = (a, b, c) => side(a, b, c) === 0 &&
  Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1])
function meet([a, b], [c, d]) {
  const shared = [equal(a, c), equal(a, d), equal(b, c), equal(b, d)].filter(Boolean).length
  if (shared === 2) return true
  if (shared === 1) {
    const [p, q, r] = equal(a, c) ? [a, b, d] : equal(a, d) ? [a, b, c] : equal(b, c) ? [b, a, d] : [b, a, c]
    return between(p, q, r) || between(p, r, q)
  }
  if (between(a, b, c) || between(a, b, d) || between(c, d, a) || between(c, d, b)) return true
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}
const CELL = 2000
const grid = new Map()
const segments = []
arcs.forEach((arc, n) => {
  for (let j = 1; j < arc.length; j++) {
    const s = [arc[j - 1], arc[j], n]
    const id = segments.push(s) - 1
    const xs = [s[0][0], s[1][0]].map(v => Math.floor(v / CELL)).sort((p, q) => p - q)
    const ys = [s[0][1], s[1][1]].map(v => Math.floor(v / CELL)).sort((p, q) => p - q)
    for (let x = xs[0]; x <= xs[1]; x++)
      for (let y = ys[0]; y <= ys[1]; y++) {
        const cell = x * 1e6 + y
        if (!grid.has(cell)) grid.set(cell, [])
        grid.get(cell).push(id)
      }
  }
})
for (const ids of grid.values())
  for (let i = 0; i < ids.length; i++)
    for (let j = i + 1; j < ids.length; j++) {
      const [s, t] = [segments[ids[i]], segments[ids[j]]]
      check(!meet(s, t), `arcs ${s[2]} and ${t[2]} meet near ${s[0].map((v, k) => (v * scale[k] + translate[k]).toFixed(3))}`)
    }

// Areas on the ellipsoid, through the authalic latitude.
const e = Math.sqrt(0.00669438002290)
const q = s => (1 - e * e) * (s / (1 - e * e * s * s) + Math.atanh(e * s) / e)
const authalic = y => q(Math.sin((y * scale[1] + translate[1]) * Math.PI / 180)) / q(1)
const R2 = 6371.0072 ** 2
function area(list) {
  let sum = 0
  for (let i = 1; i < list.length; i++)
    sum -= (list[i][0] - list[i - 1][0]) * scale[0] * Math.PI / 180 * (authalic(list[i][1]) + authalic(list[i - 1][1])) / 2
  return sum * R2
}
const areas = new Map()
for (const g of [...shapes, ...land]) {
  let total = 0
  for (const polygon of polygonsOf(g)) polygon.forEach((ring, i) => {
    const a = area(points(ring))
    check(i === 0 ? a > 0 : a < 0, `${g.id}: ring ${i} turns the wrong way`)
    total += a
  })
  check(total > 0, `${g.id}: area ${total}`)
  areas.set(g.id, total)
}
const france = shapes.reduce((sum, g) => sum + areas.get(g.id), 0)
check(Math.abs(france - 640_000) / 640_000 <= 0.02, `France: ${france.toFixed(0)} km²`)

// Arcs with land on one side only are coasts (or the edge of the window): walked along, each must turn around
// land. One that turns around a hole would be a gap between neighbours.
const coast = new Map()
for (const g of [...shapes, ...land]) for (const i of g.arcs.flat(2)) {
  const n = i < 0 ? ~i : i
  if (forward[n] + backward[n] !== 1) continue
  const arc = i < 0 ? arcs[n].slice().reverse() : arcs[n]
  const start = arc[0].join()
  coast.set(start, [...coast.get(start) ?? [], arc])
}
let coasts = 0
while (coast.size) {
  const [first] = coast.keys()
  const list = []
  let at = first
  do {
    const next = coast.get(at)
    if (!next) break
    const arc = next.pop()
    if (!next.length) coast.delete(at)
    list.push(...(list.length ? arc.slice(1) : arc))
    at = arc.at(-1).join()
  } while (at !== first)
  coasts++
  same(at, first, 'a coast is not closed')
  check(area(list) > 0, `a gap near ${list[0].map((v, k) => (v * scale[k] + translate[k]).toFixed(3))}`)
}

// The points of communes lie in their departments, but for the coarse spots that SOURCES.md names.
const rings = new Map(shapes.map(g => [g.id, polygonsOf(g).flat().map(points)]))
function inside(lon, lat, list) {
  const x = (lon - translate[0]) / scale[0], y = (lat - translate[1]) / scale[1]
  let odd = false
  for (const ring of list) for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]]
    if ((a[1] > y) !== (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) odd = !odd
  }
  return odd
}
const located = communes.filter(c => c.lon_deg && rings.has(c.department_code))
const home = located.filter(c => inside(+c.lon_deg, +c.lat_deg, rings.get(c.department_code))).length
check(home / located.length > 0.97, `points inside their department: ${home} of ${located.length}`)

console.log(`${regions.length} regions, ${departments.length} departments, ${communes.length} communes (${placed} points, ` +
  `${home} inside their department), ${former.length} former codes, ${postal.length} postal codes`)
console.log(`${arcs.length} arcs, ${segments.length} segments, ${coasts} coasts; France ${france.toFixed(0)} km², ` +
  `Paris ${areas.get('75').toFixed(0)}, Corsica ${(areas.get('2A') + areas.get('2B')).toFixed(0)}, Guyane ${areas.get('973').toFixed(0)}`)
console.log(`${checks} checks, ${failures} failures`)
process.exitCode = failures ? 1 : 0
