-- Question: which amounts of bursaries are no multiple of the base times 4,000 euros, may be of fewer than 11 persons or, by
-- more than 85 %, of one, or can be had of such by taking the other regions from the country?
-- No parameter. Columns: cell, found, expected. What is published of the persons is known to two bases, of the amounts to two
-- multiples; one bursary is at most 20,000 euros.
WITH rule AS (
    SELECT 4000 * rounding_base AS multiple, 11 + 2 * rounding_base AS persons,
           20000 / 0.85 + 2 * 4000 * rounding_base AS least, protection_mode
      FROM programme
),
amount AS (
    SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
           o.entity_kind, o.indicator_code, o.period_code, o.value, o.status, coalesce(l.value, 0) AS persons
      FROM observation o
      LEFT JOIN observation l ON l.entity_kind = o.entity_kind AND l.entity_code = o.entity_code
           AND l.indicator_code = 'apprenants' || substr(o.indicator_code, length('bourses_montant') + 1)
           AND l.period_code = o.period_code AND l.breakdown = 'bourse:oui'
     WHERE o.indicator_code IN ('bourses_montant', 'bourses_montant_cumul')
),
remainder AS (
    SELECT c.cell, c.value - total(r.value) AS value,
           total(r.persons) FILTER (WHERE r.value IS NULL) AS persons,
           count(*) FILTER (WHERE r.status = 'c') AS hidden
      FROM amount c
      JOIN amount r ON r.entity_kind = 'region' AND r.indicator_code = c.indicator_code AND r.period_code = c.period_code
     WHERE c.entity_kind = 'country' AND c.value IS NOT NULL
     GROUP BY c.cell, c.value
)
SELECT a.cell, CAST(a.value AS INTEGER) || ' of about ' || CAST(a.persons AS INTEGER) AS found,
       'hidden: a multiple of ' || r.multiple || ', of ' || r.persons || ' or more' AS expected
  FROM amount a
  JOIN rule r
 WHERE a.value IS NOT NULL
   AND (r.protection_mode = 'suppression' OR CAST(a.value AS INTEGER) % r.multiple <> 0 OR a.persons < r.persons
        OR a.value < r.least)
UNION ALL
SELECT m.cell, 'less the regions shown: ' || CAST(m.value AS INTEGER) || ' of about ' || CAST(m.persons AS INTEGER),
       'more regions hidden'
  FROM remainder m
  JOIN rule r
 WHERE m.hidden > 0 AND (m.persons < r.persons OR m.value < r.least)
 ORDER BY cell
