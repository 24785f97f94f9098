-- The forecast of an indicator of France made from a quarter, for the quarters after it.
-- :indicator  its code; :origin  the quarter. low, middle, high in the indicator's unit, high and low of an interval that
-- should hold eight times in ten.
SELECT f.period_code AS period, f.low, f.value AS middle, f.high
  FROM forecast f
 WHERE f.indicator_code = :indicator AND f.entity_kind = 'country' AND f.entity_code = 'FR'
   AND f.origin_period = :origin
 ORDER BY f.period_code
