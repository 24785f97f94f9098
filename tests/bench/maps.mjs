// The same choropleth by d3-geo, in process: departments read, projected and simplified once, then classed and written as
// SVG in each round. Prints the best of several rounds. Wants the npm packages d3-geo and topojson-client in FOLDER:
//     node tests/bench/maps.mjs FOLDER
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.resolve(process.argv[2], 'node_modules', 'x.js'));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { geoConicConformal, geoPath, geoIdentity } = await load('d3-geo');
const { feature } = await load('topojson-client');

const topology = JSON.parse(readFileSync('input/reference/boundaries.topojson', 'utf8'));
const departments = feature(topology, topology.objects.departements).features.filter((f) => f.id.length === 2);
const projection = geoConicConformal().parallels([44, 49]).rotate([-3, 0]).fitSize([640, 640], { type: 'FeatureCollection', features: departments });

// Cached: every ring already in pixels; d3 only writes paths.
const project = (point) => projection(point).map((v) => Math.round(v * 10) / 10);
const projected = departments.map((f) => {
    const polygons = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates;
    return { id: f.id, geometry: { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map((ring) => ring.map(project))) } };
});
const draw = geoPath(geoIdentity());
const colours = ['#e3edf5', '#abc9e0', '#6b9fca', '#2f6ba3', '#0f2f57'];

function choropleth() {
    let svg = '<svg viewBox="0 0 640 640">';
    projected.forEach((f, i) => {
        const value = 10 + ((i * 37) % 300) / 10;
        const colour = colours[Math.min(4, Math.max(0, Math.floor((value - 15) / 5) + 1))];
        svg += `<a href="territoires/${f.id}/index.html"><title>${f.id} : ${value}</title><path fill="${colour}" data-territory="${f.id}" d="${draw(f.geometry)}"/></a>`;
    });
    return `${svg}</svg>`;
}

let best = Infinity;
let bytes = 0;
for (let round = 0; round < 60; round++) {
    const begun = process.hrtime.bigint();
    bytes = choropleth().length;
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1e9);
}
console.log(`${'d3-geo, cached geometry, mainland, SVG'.padEnd(44)} ${best.toFixed(5).padStart(9)} s ${String(bytes).padStart(9)} bytes`);
