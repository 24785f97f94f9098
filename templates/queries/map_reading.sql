-- The department that the gallery's maps are read with: the most learners among those with both shares. At most one row.
-- :indicator, :second  the codes of the shares. value, second: the shares, in percent; size: learners.
WITH asked (first, second) AS (SELECT :indicator, :second)
SELECT d.name_locative, o.value, s.value AS second, d.learners AS size
  FROM asked a
  JOIN territory_release d ON d.kind = 'department' AND d.is_located = 1
  JOIN observation o ON o.entity_kind = d.kind AND o.entity_code = d.code AND o.indicator_code = a.first
       AND o.period_code = d.period AND o.breakdown = '' AND o.value IS NOT NULL
  JOIN observation s ON s.entity_kind = d.kind AND s.entity_code = d.code AND s.indicator_code = a.second
       AND s.period_code = d.period AND s.breakdown = '' AND s.value IS NOT NULL
 WHERE d.learners IS NOT NULL
 ORDER BY d.learners DESC, d.code LIMIT 1
