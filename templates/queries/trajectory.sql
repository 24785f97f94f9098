-- A figure at the end of each quarter beside the trajectory of its target.
-- :kind, :code, :indicator
SELECT q.code AS period, q.year, q.quarter, q.ordinal, o.value, o.status, tr.expected,
       :indicator || '/' || :kind || ':' || :code || '/' || q.code || '/' AS cell
  FROM period q
  LEFT JOIN observation o ON o.entity_kind = :kind AND o.entity_code = :code AND o.indicator_code = :indicator
       AND o.period_code = q.code AND o.breakdown = ''
  LEFT JOIN trajectory tr ON tr.entity_kind = :kind AND tr.entity_code = :code AND tr.indicator_code = :indicator
       AND tr.period_code = q.code
 WHERE q.ordinal > 0
 ORDER BY q.ordinal
