-- A region's share of women beside that of France on site, in points. One row.
-- :region  its code
SELECT points, abs(points) AS points_size
  FROM (SELECT round(r.women - (SELECT round(100.0 * sum(women_numerator) / sum(women_denominator), 1)
                                  FROM territory_release WHERE kind = 'region' AND is_located = 1
                                HAVING (SELECT protection_mode FROM programme) = 'rounding'
                                       OR NOT sum(women_flag = 'c')), 1) AS points
          FROM territory_release r
         WHERE r.kind = 'region' AND r.code = :region)
 ORDER BY points
