-- A region's share of women beside that of France on site, in points. One row.
-- :region  its code
WITH s AS (
    SELECT sum(o.numerator) AS n, sum(o.denominator) AS d
      FROM programme p
      JOIN territory t ON t.kind = 'region' AND t.is_located = 1
      JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code
       AND o.indicator_code = 'part_femmes_cumul' AND o.period_code = p.release_period AND o.breakdown = ''
     WHERE p.id = 1
)
SELECT round(r.women - round(100.0 * s.n / s.d, 1), 1) AS points, abs(round(r.women - round(100.0 * s.n / s.d, 1), 1)) AS points_size
  FROM s JOIN territory_release r ON r.kind = 'region' AND r.code = :region
 ORDER BY 1
