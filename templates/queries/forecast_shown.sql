-- The forecast that is drawn beside an indicator of France: that of the release; once the deadline has passed, the past one
-- that looked furthest ahead, so that it can be compared with what came. Nothing when there is none.
-- :indicator  its code. low, middle and high in the indicator's unit: the interval should hold eight times in ten.
WITH shown AS (
    SELECT f.origin_period, f.deadline_period
      FROM forecast f
     WHERE f.indicator_code = :indicator AND f.entity_kind = 'country' AND f.entity_code = 'FR'
     GROUP BY f.deadline_period, f.origin_period
     ORDER BY max(f.actual IS NULL) DESC, f.deadline_period, CASE WHEN max(f.actual IS NULL) THEN f.origin_period END DESC,
              f.origin_period
     LIMIT 1
)
SELECT f.period_code AS period, f.low, f.value AS middle, f.high
  FROM shown s
  JOIN forecast f ON f.indicator_code = :indicator AND f.entity_kind = 'country' AND f.entity_code = 'FR'
       AND f.deadline_period = s.deadline_period AND f.origin_period = s.origin_period
 ORDER BY f.period_code
