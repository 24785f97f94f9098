-- France without what has no place (online-only trainings): what an on-site figure is compared with. One row.
-- No parameter. Shares in percent, computed from the published counts of the located regions.
WITH s AS (
    SELECT o.indicator_code AS indicator, sum(o.numerator) AS n, sum(o.denominator) AS d
      FROM programme p
      JOIN territory t ON t.kind = 'region' AND t.is_located = 1
      JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code
       AND o.indicator_code IN ('part_femmes_cumul', 'part_neet_cumul') AND o.period_code = p.release_period AND o.breakdown = ''
     WHERE p.id = 1
     GROUP BY o.indicator_code
)
SELECT (SELECT sum(learners) FROM territory_release WHERE kind = 'region' AND is_located = 1) AS learners,
       (SELECT round(100.0 * n / d, 1) FROM s WHERE indicator = 'part_femmes_cumul' AND d > 0) AS women,
       (SELECT round(100.0 * n / d, 1) FROM s WHERE indicator = 'part_neet_cumul' AND d > 0) AS neet,
       (SELECT value FROM target WHERE indicator_code = 'part_femmes_cumul' AND entity_kind = 'country'
           AND entity_code = 'FR' AND is_milestone = 0 ORDER BY deadline_period LIMIT 1) AS target
 ORDER BY 1
