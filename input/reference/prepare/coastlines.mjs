// The coasts of the four overseas departments that are islands, from GSHHG: Natural Earth draws Mayotte with 24 points.
// They share no boundary with another department, so their shore is all that there is to draw.
import { spawnSync } from 'node:child_process'
import { byCode } from './lib.mjs'

const ISLET_KM2 = 0.3         // smaller islets are left out
const DETAIL_KM2 = 0.01       // Visvalingam threshold: a pixel and a half of a map of the department, 780 pixels wide
const KM = 111.195
const windows = {             // west, east, south, north: the department's islands, nobody else's
  971: '-61.9/-60.9/15.8/16.6',
  972: '-61.3/-60.75/14.3/14.95',
  974: '55.1/55.95/-21.5/-20.8',
  976: '44.95/45.4/-13.1/-12.55'
}

/** Lines of shore, cut where GSHHG's one-degree bins meet. */
function shoreLines(code) {
  const run = spawnSync('gmt', ['coast', `-R${windows[code]}`, '-Df', '-M', '-W1', '--FORMAT_FLOAT_OUT=%.6f', '--GMT_HISTORY=false'], { encoding: 'utf8' })
  if (run.error || run.status !== 0)
    throw new Error(`gmt coast (packages gmt and gmt-gshhg-full): ${run.error?.message ?? run.stderr}`)
  return run.stdout.split(/^>.*\n/m).filter(Boolean)
    .map(lines => lines.trim().split('\n').map(line => line.trim().split(/\s+/).map(Number)))
}

const same = (a, b) => a[0] === b[0] && a[1] === b[1]

/** Whole rings: a line goes on with the one that begins where it ends. */
function rings(lines) {
  const open = lines.slice()
  const closed = []
  while (open.length) {
    const ring = open.shift()
    while (!same(ring[0], ring.at(-1))) {
      const next = open.findIndex(line => same(line[0], ring.at(-1)))
      if (next < 0) throw new Error(`a shore stays open at ${ring.at(-1)}`)
      ring.push(...open.splice(next, 1)[0].slice(1))
    }
    closed.push(ring)
  }
  return closed
}

const scaleKm2 = latitude => KM * KM * Math.cos(latitude * Math.PI / 180)

/** Signed, counter-clockwise positive, in km². */
function areaKm2(ring) {
  let twice = 0
  for (let i = 1; i < ring.length; i++) twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1]
  return twice / 2 * scaleKm2(ring[0][1])
}

/** Visvalingam: the point with the smallest triangle goes first; a ring keeps four corners. */
function simplify(ring) {
  const points = ring.slice(0, -1)
  const triangle = i => {
    const [a, b, c] = [points.at(i - 1), points[i], points[(i + 1) % points.length]]
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * scaleKm2(b[1])
  }
  while (points.length > 4) {
    const areas = points.map((_, i) => triangle(i))
    const least = areas.reduce((best, area, i) => area < areas[best] ? i : best, 0)
    if (areas[least] > DETAIL_KM2) break
    points.splice(least, 1)
  }
  return [...points, points[0]]
}

/** GeoJSON geometries by department code. */
export const coastlines = new Map(Object.keys(windows).sort(byCode).map(code => {
  const islands = rings(shoreLines(code))
    .filter(ring => Math.abs(areaKm2(ring)) >= ISLET_KM2)
    .sort((a, b) => Math.abs(areaKm2(b)) - Math.abs(areaKm2(a)))
    .map(ring => [simplify(areaKm2(ring) > 0 ? ring : ring.slice().reverse())])
  return [code, { type: 'MultiPolygon', coordinates: islands }]
}))
