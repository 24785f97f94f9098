-- An indicator of every region, quarter by quarter, as heat tables and small multiples want it: a row for each region
-- and quarter.
-- :indicator  its code. column: the quarter; value in the indicator's unit.
SELECT t.name AS label, t.name_locative, t.path, q.code AS column, o.value, o.denominator, coalesce(o.status, 'u') AS status,
       CASE WHEN o.indicator_code IS NOT NULL
            THEN o.indicator_code || '/region:' || t.code || '/' || q.code || '/' END AS cell
  FROM territory t
  JOIN period q ON q.ordinal > 0
  LEFT JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code AND o.indicator_code = :indicator
       AND o.period_code = q.code AND o.breakdown = ''
 WHERE t.kind = 'region'
 ORDER BY t.is_located DESC, t.sort_key, t.code, q.ordinal
