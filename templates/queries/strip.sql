-- A figure of every region with a place, for a strip of ticks.
-- :indicator
SELECT t.code, t.name, o.value, o.status
  FROM programme p
  JOIN territory t ON t.kind = 'region' AND t.is_located = 1
  LEFT JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code AND o.indicator_code = :indicator
       AND o.period_code = p.release_period AND o.breakdown = ''
 WHERE p.id = 1
 ORDER BY t.code
