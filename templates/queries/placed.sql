-- France without what has no place (online-only trainings): what an on-site figure is compared with. One row.
-- No parameter. Shares in percent, computed from the published counts of the located regions.
SELECT sum(learners) AS learners,
       CASE WHEN sum(women_denominator) > 0 THEN round(100.0 * sum(women_numerator) / sum(women_denominator), 1) END AS women,
       CASE WHEN sum(neet_denominator) > 0 THEN round(100.0 * sum(neet_numerator) / sum(neet_denominator), 1) END AS neet,
       (SELECT value FROM target WHERE indicator_code = 'part_femmes_cumul' AND entity_kind = 'country'
           AND entity_code = 'FR' AND is_milestone = 0 ORDER BY deadline_period LIMIT 1) AS target
  FROM territory_release
 WHERE kind = 'region' AND is_located = 1
 ORDER BY 1
