-- An indicator of France until a quarter, beside its target's trajectory: what a forecast of that quarter knew.
-- :indicator  its code; :origin  the last quarter. Values in the indicator's unit.
SELECT q.code AS period, o.value, o.status, tr.expected,
       :indicator || '/country:FR/' || q.code || '/' AS cell
  FROM period q
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = :indicator
       AND o.period_code = q.code AND o.breakdown = ''
  LEFT JOIN trajectory tr ON tr.entity_kind = 'country' AND tr.entity_code = 'FR' AND tr.indicator_code = :indicator
       AND tr.period_code = q.code
 WHERE q.ordinal > 0 AND q.code <= :origin
 ORDER BY q.ordinal
