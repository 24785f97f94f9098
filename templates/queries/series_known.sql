-- An indicator of France at the end of each quarter, as known now, beside the trajectory of its target. A revised value has
-- no cell: the cell is what was published.
-- :indicator  its code. Values in the indicator's unit.
SELECT q.code AS period, coalesce(v.revised, o.value) AS value, CASE WHEN v.revised IS NOT NULL THEN 'r' ELSE o.status END AS status,
       tr.expected, CASE WHEN v.revised IS NULL THEN :indicator || '/country:FR/' || q.code || '/' END AS cell
  FROM period q
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = :indicator
       AND o.period_code = q.code AND o.breakdown = ''
  LEFT JOIN figure_revised v ON v.entity_kind = 'country' AND v.entity_code = 'FR' AND v.indicator_code = :indicator
       AND v.period_code = q.code AND v.breakdown = ''
  LEFT JOIN trajectory tr ON tr.entity_kind = 'country' AND tr.entity_code = 'FR' AND tr.indicator_code = :indicator
       AND tr.period_code = q.code
 WHERE q.ordinal > 0
 ORDER BY q.ordinal
