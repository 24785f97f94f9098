-- The regions with a share (value, in percent) and the learners (size), in the order of their names.
-- :indicator  the code of the share. status 'z' where there is no training, 'c' where the share is not shown.
WITH asked (indicator) AS (SELECT :indicator)
SELECT t.code, t.name, t.path, o.value, t.learners AS size, a.indicator || '/region:' || t.code || '/' || t.period || '/' AS cell,
       CASE WHEN t.state = 'none' THEN 'z' WHEN o.value IS NULL THEN 'c' ELSE o.status END AS status
  FROM asked a
  JOIN territory_release t ON t.kind = 'region'
  LEFT JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = a.indicator
       AND o.period_code = t.period AND o.breakdown = ''
 ORDER BY t.is_located DESC, t.sort_key, t.code
