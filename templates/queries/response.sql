-- The response rate of France, quarter by quarter.
-- No parameter.
SELECT q.code AS period, o.value, o.numerator, o.denominator, 'taux_reponse/country:FR/' || q.code || '/' AS cell
  FROM period q
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = 'taux_reponse'
       AND o.period_code = q.code AND o.breakdown = ''
 ORDER BY q.ordinal
