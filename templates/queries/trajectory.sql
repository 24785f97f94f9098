-- A figure at the end of each quarter beside the trajectory of its target.
-- :kind, :code, :indicator
WITH asked (kind, code, indicator) AS (SELECT :kind, :code, :indicator)
SELECT q.code AS period, q.year, q.quarter, q.ordinal, o.value, o.status, o.denominator, tr.expected,
       a.indicator || '/' || a.kind || ':' || a.code || '/' || q.code || '/' AS cell
  FROM asked a
  JOIN period q ON q.ordinal > 0
  LEFT JOIN observation o ON o.entity_kind = a.kind AND o.entity_code = a.code AND o.indicator_code = a.indicator
       AND o.period_code = q.code AND o.breakdown = ''
  LEFT JOIN trajectory tr ON tr.entity_kind = a.kind AND tr.entity_code = a.code AND tr.indicator_code = a.indicator
       AND tr.period_code = q.code
 ORDER BY q.ordinal
