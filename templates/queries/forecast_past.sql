-- What earlier quarters foresaw of quarters that have come.
-- :indicator, :kind, :code  the target. value, low, high, actual (as first published), revised (NULL: it was not) and
-- error (actual - value) in the indicator's unit; basis: 'publiee', as published then, or 'refaite' from what is known today.
SELECT f.origin_period AS origin, f.period_code AS period, f.method, f.value, f.low, f.high, f.actual, f.revised, f.basis,
       round(f.actual - f.value, 6) AS error, f.actual BETWEEN f.low AND f.high AS is_covered
  FROM forecast f
 WHERE f.indicator_code = :indicator AND f.entity_kind = :kind AND f.entity_code = :code AND f.actual IS NOT NULL
   AND f.deadline_period = (SELECT min(x.deadline_period) FROM forecast x
                             WHERE x.indicator_code = :indicator AND x.entity_kind = :kind AND x.entity_code = :code)
 ORDER BY f.origin_period, f.period_code
