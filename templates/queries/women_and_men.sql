-- Learners of France since the beginning, by age and sex, as a pyramid wants it: a row for each class of age, the oldest
-- first and the unknown last, and each of the two sexes that are told apart.
-- No parameter. label, column: codes of the catalogue's "breakdown"; value in persons.
SELECT a.code AS label, s.code AS column, o.value, coalesce(o.status, 'u') AS status,
       'apprenants_cumul/country:FR/' || p.release_period || '/' || a.code || '+' || s.code AS cell
  FROM programme p
  JOIN breakdown a ON a.dimension = 'age'
  JOIN breakdown s ON s.code IN ('sexe:F', 'sexe:M')
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = 'apprenants_cumul'
       AND o.period_code = p.release_period AND o.breakdown = a.code || '+' || s.code
 WHERE p.id = 1
 ORDER BY a.code = 'age:inconnu', a.ordinal DESC, s.ordinal
