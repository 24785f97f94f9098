-- The learners of a training, a row a quarter in which it counted some: those of the quarter (value) and up to its end
-- (total), up to the release.
-- :training  its id. NULL: hidden.
SELECT o.period_code AS period, o.value, k.value AS total
  FROM observation o
  LEFT JOIN observation k ON k.entity_kind = 'training' AND k.entity_code = o.entity_code
       AND k.indicator_code = 'apprenants_cumul' AND k.breakdown = ''
       AND k.period_code = (SELECT max(n.period_code) FROM observation n
                             WHERE n.entity_kind = 'training' AND n.entity_code = o.entity_code
                               AND n.indicator_code = 'apprenants_cumul' AND n.breakdown = ''
                               AND n.period_code <= o.period_code)
 WHERE o.entity_kind = 'training' AND o.entity_code = :training AND o.indicator_code = 'apprenants' AND o.breakdown = ''
 ORDER BY o.period_code
