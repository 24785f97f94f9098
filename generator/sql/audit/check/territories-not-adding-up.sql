-- Question: which counts of the country or a region are not the sum of their parts, where the parts are published?
-- No parameter. Columns: cell, found, expected.
WITH part AS (
    SELECT t.parent_kind AS kind, t.parent_code AS code, o.indicator_code, o.period_code, o.breakdown, sum(o.value) AS total,
           count(*) - count(o.value) AS hidden
      FROM observation o
      JOIN territory t ON t.kind = o.entity_kind AND t.code = o.entity_code
     WHERE t.parent_kind IS NOT NULL
     GROUP BY 1, 2, 3, 4, 5
)
SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
       o.value AS found, coalesce(part.total, 0) AS expected
  FROM observation o
  JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit IN ('persons', 'enrolments')
  JOIN breakdown b ON b.code = o.breakdown
  JOIN published p ON p.level = CASE o.entity_kind WHEN 'country' THEN 'region' WHEN 'region' THEN 'department' END
       AND p.measure = i.measure AND p.dimensions = b.dimension
  LEFT JOIN part ON part.kind = o.entity_kind AND part.code = o.entity_code AND part.indicator_code = o.indicator_code
       AND part.period_code = o.period_code AND part.breakdown = o.breakdown
 WHERE o.value <> coalesce(part.total, 0) AND coalesce(part.hidden, 0) = 0 -- hidden ones are bounded: hidden_terms.sql
 ORDER BY cell
