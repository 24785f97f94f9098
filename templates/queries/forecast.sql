-- The forecast of the release, to the deadline of the target. Nothing when there is none.
-- :indicator, :kind, :code  the target. low, middle and high in the indicator's unit: the interval should hold eight times in ten.
SELECT f.period_code AS period, f.low, f.value AS middle, f.high
  FROM forecast f
 WHERE f.indicator_code = :indicator AND f.entity_kind = :kind AND f.entity_code = :code AND f.actual IS NULL
   AND f.origin_period = (SELECT max(x.origin_period) FROM forecast x
                           WHERE x.indicator_code = :indicator AND x.entity_kind = :kind AND x.entity_code = :code
                             AND x.actual IS NULL)
   AND f.deadline_period = (SELECT min(x.deadline_period) FROM forecast x
                             WHERE x.indicator_code = :indicator AND x.entity_kind = :kind AND x.entity_code = :code
                               AND x.actual IS NULL)
 ORDER BY f.period_code
