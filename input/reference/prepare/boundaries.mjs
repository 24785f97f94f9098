// boundaries.topojson: the 101 departments and the neighbouring land, as one set of shared arcs.
// The arcs of France are those of Natural Earth, only rounded to the grid, and GSHHG's coasts for four overseas islands;
// arcs that no department uses are simplified.
import fs from 'node:fs'
import path from 'node:path'
import { topology } from 'topojson-server'
import { mergeArcs } from 'topojson-client'
import clipping from 'polygon-clipping'
import { reference, readCsv, byCode } from './lib.mjs'
import { units, departmentCode, polygons } from './naturalearth.mjs'
import { coastlines } from './coastlines.mjs'

const GRID = 1e6              // cells each way: 13 m by 8 m at most
const COARSE_KM2 = 0.3          // Visvalingam threshold away from France
const ISLET_KM2 = 3           // neighbours' islands smaller than this are left out
const windows = [             // west, south, east, north
  { box: [-8, 40, 12, 52.5], countries: ['AD', 'AT', 'BE', 'CH', 'DE', 'ES', 'GB', 'GG', 'IE', 'IT', 'JE', 'LI', 'LU', 'MC', 'NL'] },
  { box: [-56, 1, -50, 7], countries: ['BR', 'SR'] }
]

// ---- what goes in ----------------------------------------------------------------------------------------

const regionOf = new Map(readCsv('departements.csv').rows.map(d => [d.code, d.region_code]))
const features = []
for (const unit of units) {
  const code = departmentCode(unit.properties)
  if (!code) continue
  const geometry = coastlines.get(code) ?? unit.geometry
  features.push({ type: 'Feature', id: code, properties: { region: regionOf.get(code) }, geometry })
}
features.sort((a, b) => byCode(a.id, b.id))

function extent(polygonList) {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const polygon of polygonList) for (const [x, y] of polygon[0]) {
    box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y)
  }
  return box
}

/** Units inside the window stay as they are, vertex for vertex; only those that cross its edge are cut. */
function clip(polygonList, [west, south, east, north]) {
  const kept = []
  for (const polygon of polygonList) {
    const [w, s, e, n] = extent([polygon])
    if (e <= west || w >= east || n <= south || s >= north) continue
    if (w >= west && e <= east && s >= south && n <= north) kept.push(polygon)
    else kept.push(...clipping.intersection(polygon, [[[west, south], [east, south], [east, north], [west, north], [west, south]]]))
  }
  return kept
}

const neighbours = []
for (const { box, countries } of windows)
  for (const unit of units) {
    const country = unit.properties.iso_a2
    if (!countries.includes(country)) continue
    const kept = clip(polygons(unit.geometry), box)
    if (kept.length) neighbours.push({ type: 'Feature', properties: { country }, geometry: { type: 'MultiPolygon', coordinates: kept } })
  }

// ---- shared arcs -----------------------------------------------------------------------------------------

const built = topology({
  departements: { type: 'FeatureCollection', features },
  parts: { type: 'FeatureCollection', features: neighbours }
}, GRID)
const { scale, translate } = built.transform

const countries = [...new Set(neighbours.map(n => n.properties.country))].sort(byCode)
const land = countries.map(country => {
  const merged = mergeArcs(built, built.objects.parts.geometries.filter(g => g.properties.country === country))
  return { type: 'MultiPolygon', id: country, arcs: merged.arcs }
})
const departments = built.objects.departements.geometries.map(g => ({
  type: 'MultiPolygon', id: g.id, properties: g.properties, arcs: g.type === 'Polygon' ? [g.arcs] : g.arcs
}))

// Arcs as grid points.
const arcs = built.arcs.map(arc => {
  let x = 0, y = 0
  return arc.map(([dx, dy]) => [x += dx, y += dy])
})

const eachArc = (geometry, use) => geometry.arcs.flat(2).forEach(i => use(i < 0 ? ~i : i))
const french = new Set()
for (const d of departments) eachArc(d, i => french.add(i))

const KM = 111.195
const toKm2 = y => KM * KM * scale[0] * scale[1] * Math.cos((y * scale[1] + translate[1]) * Math.PI / 180)

/** Visvalingam: the point with the smallest triangle goes first, the ends stay. */
function simplify(arc, threshold) {
  const points = arc.slice()
  const triangle = i => {
    const [ax, ay] = points[i - 1], [bx, by] = points[i], [cx, cy] = points[i + 1]
    return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * toKm2(by)
  }
  const closed = arc[0][0] === arc.at(-1)[0] && arc[0][1] === arc.at(-1)[1]
  const fewest = closed ? 5 : 2
  while (points.length > fewest) {
    let least = 1
    let area = triangle(1)
    for (let i = 2; i < points.length - 1; i++) {
      const a = triangle(i)
      if (a < area) { area = a; least = i }
    }
    if (area > threshold) break
    points.splice(least, 1)
  }
  return points
}

function ringPoints(ring) {
  const points = []
  for (const i of ring) {
    const arc = i < 0 ? arcs[~i].slice().reverse() : arcs[i]
    points.push(...(points.length ? arc.slice(1) : arc))
  }
  return points
}

/** Signed, counter-clockwise positive, in km². */
function ringArea(ring) {
  const points = ringPoints(ring)
  let twice = 0
  for (let i = 1; i < points.length; i++)
    twice += points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1]
  return twice / 2 * toKm2(points[0][1])
}

for (const country of land)
  country.arcs = country.arcs
    .filter(polygon => Math.abs(ringArea(polygon[0])) >= ISLET_KM2 || country.id === 'MC')
    .map(polygon => [polygon[0], ...polygon.slice(1)
      .filter(hole => hole.some(i => french.has(i < 0 ? ~i : i)) || Math.abs(ringArea(hole)) >= ISLET_KM2)])

const needed = new Set(french)
for (const country of land) eachArc(country, i => needed.add(i))
for (const i of needed) if (!french.has(i)) arcs[i] = simplify(arcs[i], COARSE_KM2)

// ---- rings as RFC 7946 wants them, unused arcs dropped ---------------------------------------------------

const number = new Map([...needed].sort((a, b) => a - b).map((old, i) => [old, i]))

function orient(ring, outer) {
  const turned = (ringArea(ring) > 0) === outer ? ring : ring.slice().reverse().map(i => ~i)
  return turned.map(i => i < 0 ? ~number.get(~i) : number.get(i))
}

function finish({ id, properties, arcs: polygonList }) {
  const turned = polygonList.map(rings => rings.map((ring, i) => orient(ring, i === 0)))
  const shape = turned.length === 1 ? { type: 'Polygon', arcs: turned[0] } : { type: 'MultiPolygon', arcs: turned }
  return { type: shape.type, id, ...(properties && { properties }), arcs: shape.arcs }
}

const delta = arc => arc.map(([x, y], i) => i ? [x - arc[i - 1][0], y - arc[i - 1][1]] : [x, y])
const result = {
  type: 'Topology',
  bbox: built.bbox,
  transform: built.transform,
  objects: {
    departements: { type: 'GeometryCollection', geometries: departments.map(finish) },
    voisins: { type: 'GeometryCollection', geometries: land.map(finish) }
  },
  arcs: [...number.keys()].map(i => delta(arcs[i]))
}
const text = JSON.stringify(result) + '\n'
fs.writeFileSync(path.join(reference, 'boundaries.topojson'), text)
const count = list => list.reduce((n, i) => n + arcs[i].length, 0)
console.log(`boundaries.topojson: ${Buffer.byteLength(text)} bytes, ${number.size} arcs, ` +
  `${count([...french])} points of France, ${count([...needed].filter(i => !french.has(i)))} of its neighbours`)
