-- What the gallery's maps of departments show, in the order in which their links are walked: two shares (value and
-- second, in percent), the learners (size) and a type beside the country (category: 1 both shares above the country's,
-- 2 the first only, 3 the second only, 4 neither).
-- :indicator, :second  the codes of the shares. :both  1: the map wants both. status 'z' where there is no training, 'c'
-- where a share that the map wants is not shown.
WITH asked (first, second, wants_both) AS (SELECT :indicator, :second, :both)
SELECT d.code, d.name, d.path, o.value, s.value AS second, d.learners AS size,
       a.first || '/department:' || d.code || '/' || d.period || '/' AS cell,
       CASE WHEN d.state = 'none' THEN 'z' WHEN o.value IS NULL OR (a.wants_both = 1 AND s.value IS NULL) THEN 'c' ELSE o.status END AS status,
       CASE WHEN o.value IS NULL OR s.value IS NULL THEN NULL
            WHEN o.value > fo.value THEN CASE WHEN s.value > fs.value THEN 1 ELSE 2 END
            WHEN s.value > fs.value THEN 3 ELSE 4 END AS category
  FROM asked a
  JOIN territory_release d ON d.kind = 'department'
  LEFT JOIN observation o ON o.entity_kind = d.kind AND o.entity_code = d.code AND o.indicator_code = a.first
       AND o.period_code = d.period AND o.breakdown = ''
  LEFT JOIN observation s ON s.entity_kind = d.kind AND s.entity_code = d.code AND s.indicator_code = a.second
       AND s.period_code = d.period AND s.breakdown = ''
  LEFT JOIN observation fo ON fo.entity_kind = 'country' AND fo.entity_code = 'FR' AND fo.indicator_code = a.first
       AND fo.period_code = d.period AND fo.breakdown = ''
  LEFT JOIN observation fs ON fs.entity_kind = 'country' AND fs.entity_code = 'FR' AND fs.indicator_code = a.second
       AND fs.period_code = d.period AND fs.breakdown = ''
 ORDER BY d.is_located DESC, d.sort_key, d.code
