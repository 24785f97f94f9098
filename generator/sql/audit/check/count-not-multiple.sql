-- Question: which counts of persons or enrolments are no multiple of the base, or cumulative and negative? Corrections may
-- take a flow below 0.
-- No parameter. Columns: cell, found, expected.
SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
       o.value AS found, 'a multiple of ' || p.rounding_base AS expected
  FROM observation o
  JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit IN ('persons', 'enrolments')
  JOIN (SELECT CASE protection_mode WHEN 'suppression' THEN 1 ELSE rounding_base END AS rounding_base, share_minimum
          FROM programme) p
 WHERE (o.value < 0 AND i.periodicity <> 'flow') OR o.value <> CAST(o.value AS INTEGER) OR CAST(o.value AS INTEGER) % p.rounding_base <> 0
 UNION ALL
-- what a part of a target counts: persons, or those of a share
SELECT c.indicator_code || '/' || c.entity_kind || ':' || c.entity_code || '/' || c.deadline_period || '/' || c.part,
       c.value, 'a multiple of ' || p.rounding_base
  FROM contribution c
  JOIN indicator i ON i.code = c.indicator_code AND i.is_personal = 1 AND i.unit IN ('persons', 'enrolments', 'percent')
  JOIN (SELECT CASE protection_mode WHEN 'suppression' THEN 1 ELSE rounding_base END AS rounding_base FROM programme) p
 WHERE CAST(c.value AS INTEGER) % p.rounding_base <> 0 OR c.value <> CAST(c.value AS INTEGER)
 ORDER BY cell
