-- The gap of a target as a waterfall: the nine territories that weigh most, the others together, those of which a count is
-- hidden together, and the gap itself.
-- :indicator, :kind, :code  the target. value: of a share in points to one decimal, else in the unit of the figure.
WITH part AS (
    SELECT c.ordinal, t.name, coalesce(c.points, c.contribution) AS value
      FROM contribution c
      LEFT JOIN territory t ON t.kind = c.dimension AND t.code = c.part
     WHERE c.indicator_code = :indicator AND c.entity_kind = :kind AND c.entity_code = :code
       AND c.dimension IN ('region', 'department')
       AND c.deadline_period = (SELECT min(deadline_period) FROM target x
                                 WHERE x.indicator_code = c.indicator_code AND x.entity_kind = c.entity_kind
                                   AND x.entity_code = c.entity_code AND x.is_milestone = 0)
)
SELECT label, value, '' AS status, is_total
  FROM (SELECT ordinal, name AS label, value, 0 AS is_total FROM part WHERE ordinal <= 9 AND name IS NOT NULL
        UNION ALL
        SELECT 10, 'Autres territoires', round(sum(value), 1), 0 FROM part WHERE ordinal > 9 AND name IS NOT NULL
        HAVING count(*) > 0
        UNION ALL
        SELECT 11, 'Territoires secrets, réunis', value, 0 FROM part WHERE name IS NULL
        UNION ALL
        SELECT 12, 'Écart à la cible', round(sum(value), 1), 1 FROM part HAVING count(*) > 0)
 ORDER BY ordinal
