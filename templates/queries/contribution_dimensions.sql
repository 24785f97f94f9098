-- By what the gap of a target is explained, in the order of telling, the territories left out: they have their own figure.
-- :indicator, :kind, :code  the target. total, expected, gap: of all parts together, in the unit of the numerator.
SELECT c.dimension, sum(c.value) AS total, sum(c.expected) AS expected, sum(c.contribution) AS gap,
       round(sum(c.points), 1) AS points
  FROM contribution c
 WHERE c.indicator_code = :indicator AND c.entity_kind = :kind AND c.entity_code = :code
   AND c.dimension NOT IN ('region', 'department')
   AND c.deadline_period = (SELECT min(deadline_period) FROM target x
                             WHERE x.indicator_code = c.indicator_code AND x.entity_kind = c.entity_kind
                               AND x.entity_code = c.entity_code AND x.is_milestone = 0)
 GROUP BY c.dimension
 ORDER BY CASE c.dimension WHEN 'neet' THEN 1 WHEN 'sexe' THEN 2 WHEN 'structure' THEN 3 WHEN 'trimestre' THEN 9 ELSE 4 END, c.dimension
