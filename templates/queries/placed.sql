-- France without what has no place (online-only trainings): what an on-site figure is compared with. One row.
-- No parameter. Shares in percent, computed from the published counts of the located regions; NULL where a suppression hides
-- one of them.
SELECT CASE WHEN count(*) = count(learners) THEN sum(learners) END AS learners,
       CASE WHEN sum(women_denominator) >= 20 AND NOT sum(hides_women) THEN round(100.0 * sum(women_numerator) / sum(women_denominator), 1) END AS women,
       CASE WHEN sum(neet_denominator) >= 20 AND NOT sum(hides_neet) THEN round(100.0 * sum(neet_numerator) / sum(neet_denominator), 1) END AS neet,
       (SELECT value FROM target WHERE indicator_code = 'part_femmes_cumul' AND entity_kind = 'country'
           AND entity_code = 'FR' AND is_milestone = 0 ORDER BY deadline_period LIMIT 1) AS target
  FROM (SELECT t.*, t.women_flag = 'c' AND p.protection_mode = 'suppression' AS hides_women,
               t.neet_flag = 'c' AND p.protection_mode = 'suppression' AS hides_neet
          FROM programme p
          JOIN territory_release t ON t.kind = 'region' AND t.is_located = 1
         WHERE p.id = 1)
 ORDER BY 1
