-- Learners of France since the beginning, by situation and sex, as a pyramid wants it: a row for each situation and each
-- of the two sexes that are told apart.
-- No parameter. label, column: codes of the catalogue's "breakdown"; value in persons.
SELECT n.code AS label, s.code AS column, o.value, coalesce(o.status, 'u') AS status,
       'apprenants_cumul/country:FR/' || p.release_period || '/' || n.code || '+' || s.code AS cell
  FROM programme p
  JOIN breakdown n ON n.dimension = 'neet'
  JOIN breakdown s ON s.code IN ('sexe:F', 'sexe:M')
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = 'apprenants_cumul'
       AND o.period_code = p.release_period AND o.breakdown = n.code || '+' || s.code
 WHERE p.id = 1
 ORDER BY n.ordinal, s.ordinal
