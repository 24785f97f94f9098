-- The quarter from which the forecasts of an indicator of France reach furthest: the release when there is one of it,
-- else the earlier quarter with the most quarters ahead. At most one row.
-- :indicator  its code
SELECT f.origin_period AS period, count(*) AS quarters
  FROM forecast f
 WHERE f.indicator_code = :indicator AND f.entity_kind = 'country' AND f.entity_code = 'FR'
 GROUP BY f.origin_period
 ORDER BY f.origin_period = (SELECT release_period FROM programme) DESC, count(*) DESC, f.origin_period DESC
 LIMIT 1
