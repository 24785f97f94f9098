-- An indicator of France at the release, by what it is broken down by. wave: the number, of the breakdown by wave;
-- is_first: where another breakdown begins.
-- :indicator  its code. Values in the indicator's unit; percent: of the total, NULL without one.
SELECT b.code AS breakdown, b.dimension, CASE b.dimension WHEN 'vague' THEN substr(b.code, 7) END AS wave,
       b.dimension IS NOT lag(b.dimension) OVER (ORDER BY b.ordinal) AS is_first,
       o.value, o.status, 100.0 * o.value / nullif(t.value, 0) AS percent,
       o.indicator_code || '/country:FR/' || p.release_period || '/' || o.breakdown AS cell
  FROM programme p
  JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = :indicator
       AND o.period_code = p.release_period AND o.breakdown > ''
  JOIN breakdown b ON b.code = o.breakdown
  LEFT JOIN observation t ON t.entity_kind = 'country' AND t.entity_code = 'FR' AND t.indicator_code = o.indicator_code
       AND t.period_code = o.period_code AND t.breakdown = ''
 WHERE p.id = 1
 ORDER BY b.ordinal
