-- An indicator of France, quarter by quarter, beside its companion and the trajectory of its target.
-- :indicator, :companion  their codes; the companion may be NULL. Values in the indicator's unit; revised: as known now, NULL
-- where no release revised it.
WITH asked (indicator, companion) AS (SELECT :indicator, :companion),
     revised AS MATERIALIZED ( -- bound here: a join would have the view worked out for all breakdowns
         SELECT period_code, revised
           FROM figure_revised
          WHERE entity_kind = 'country' AND entity_code = 'FR' AND indicator_code = :indicator AND breakdown = ''
     )
SELECT q.code AS period, o.value, o.numerator, o.denominator, o.status,
       CASE WHEN o.indicator_code IS NOT NULL THEN a.indicator || '/country:FR/' || q.code || '/' END AS cell,
       c.value AS companion_value, c.status AS companion_status,
       CASE WHEN c.indicator_code IS NOT NULL THEN a.companion || '/country:FR/' || q.code || '/' END AS companion_cell,
       tr.expected, v.revised
  FROM asked a
  JOIN period q ON q.ordinal > 0
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = a.indicator
       AND o.period_code = q.code AND o.breakdown = ''
  LEFT JOIN observation c ON c.entity_kind = 'country' AND c.entity_code = 'FR' AND c.indicator_code = a.companion
       AND c.period_code = q.code AND c.breakdown = ''
  LEFT JOIN trajectory tr ON tr.entity_kind = 'country' AND tr.entity_code = 'FR' AND tr.indicator_code = a.indicator
       AND tr.period_code = q.code
  LEFT JOIN revised v ON v.period_code = q.code
 ORDER BY q.ordinal
