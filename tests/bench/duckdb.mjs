// node duckdb.mjs INPUT REFERENCE THREADS
// The work of bench-count by the tool that people would pick instead (npm @duckdb/node-api): the last row received of
// each inscription_id, distinct learners at their first entry, women, NEET (by the facts, else as declared) and entries,
// by department and quarter, from the CSV files. Prints the same lines, sorted.
import { readdirSync, openSync, readSync, closeSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const [, , input, reference, threads = '2'] = process.argv;
const db = await (await DuckDBInstance.create(':memory:', { threads })).connect();
await db.run('SET preserve_insertion_order=false');

function header(file) {
    const bytes = Buffer.alloc(4096), handle = openSync(file, 'r');
    const text = bytes.toString('utf8', 0, readSync(handle, bytes));
    closeSync(handle);
    return text.split(/\r?\n/)[0].replace(/^\uFEFF/, '').split(';').map((name) => name.replace(/"/g, '').trim());
}

function csv(files, options = '') {
    const columns = header(files[0]).map((name) => `'${name}':'VARCHAR'`).join(',');
    const list = files.map((file) => `'${file}'`).join(',');
    return `read_csv([${list}], delim=';', header=true, quote='"', escape='"', auto_detect=false, columns={${columns}}${options})`;
}

const named = (prefix) => readdirSync(input).filter((name) => name.startsWith(prefix) && name.endsWith('.csv')).sort().map((name) => path.join(input, name));
const rows = (await db.runAndReadAll(`
WITH r AS (
  SELECT inscription_id, arg_max({'a': apprenant, 'f': formation_id, 's': sexe, 'd': date_entree, 'n': neet,
           'g': TRY_CAST(age_entree AS INT), 'l': TRY_CAST(niveau_entree AS INT), 'x': situation_entree}, filename) AS v
  FROM ${csv(named('inscriptions'), ', filename=true')} GROUP BY inscription_id),
e AS (
  SELECT inscription_id, v.a AS a, v.f AS f, v.s AS s,
         CASE WHEN v.d LIKE '%/%' THEN strptime(v.d, '%d/%m/%Y')::DATE ELSE v.d::DATE END AS d,
         CASE WHEN v.g >= 26 OR v.l > 4 OR v.x IN ('emploi', 'etudes') THEN 'non'
              WHEN v.g < 26 AND v.l <= 4 AND v.x IN ('sans_emploi', 'inactif') THEN 'oui' ELSE v.n END AS n
  FROM r WHERE v.d <> ''),
f AS (
  SELECT formation_id AS f, coalesce(d.code, '') AS dep FROM ${csv(named('formations'))} t
  LEFT JOIN read_csv('${reference}/communes.csv', all_varchar=true) c ON c.code = t.code_commune AND t.modalite <> 'distance'
  LEFT JOIN read_csv('${reference}/departements.csv', all_varchar=true) d ON d.code = c.department_code),
first AS (SELECT min_by({'f': f, 's': s, 'n': n}, (d, inscription_id)) AS x, min(d) AS d FROM e
  GROUP BY CASE WHEN a = '' THEN inscription_id ELSE a END),
l AS (SELECT dep, year(d) || '-T' || quarter(d) AS q, count(*) AS learners, count_if(x.s = 'F') AS women,
  count_if(x.n = 'oui') AS neet FROM first JOIN f ON f.f = x.f GROUP BY ALL),
b AS (SELECT dep, year(d) || '-T' || quarter(d) AS q, count(*) AS entries FROM e JOIN f USING (f) GROUP BY ALL)
SELECT dep, q, coalesce(learners, 0), coalesce(women, 0), coalesce(neet, 0), coalesce(entries, 0)
FROM l FULL JOIN b USING (dep, q) ORDER BY dep, q`)).getRows();
console.log('departement,trimestre,apprenants,femmes,neet,entrees');
for (const row of rows) console.log(row.map(String).join(','));
