-- What makes the gap between a share of persons and its target, region by region, as a waterfall wants it: the parts
-- that weigh at least two tenths of a point, the others together, and the gap.
-- :indicator  its code. value in points; is_total: 1 on the gap.
WITH asked (indicator) AS (SELECT :indicator),
part AS (
    SELECT t.name, c.points, c.ordinal, abs(c.points) >= 0.2 AS is_named
      FROM asked a
      JOIN contribution c ON c.indicator_code = a.indicator AND c.entity_kind = 'country' AND c.entity_code = 'FR'
           AND c.dimension = 'region'
      LEFT JOIN territory t ON t.kind = 'region' AND t.code = c.part)
SELECT name AS label, points AS value, '' AS status, 0 AS is_total, ordinal FROM part WHERE is_named AND name IS NOT NULL
UNION ALL
SELECT 'Autres régions', sum(points), '', 0, 9997 FROM part WHERE NOT is_named AND name IS NOT NULL HAVING count(*) > 0
UNION ALL
SELECT 'Régions secrètes, réunies', points, '', 0, 9998 FROM part WHERE name IS NULL
UNION ALL
SELECT 'Écart à la cible', round(g.gap, 1), '', 1, 9999
  FROM asked a
  JOIN target_progress g ON g.indicator_code = a.indicator AND g.entity_kind = 'country' AND g.entity_code = 'FR'
       AND g.period_code = (SELECT release_period FROM programme)
 WHERE g.gap IS NOT NULL
 ORDER BY ordinal
