-- Calls for projects, with what came of them.
-- No parameter. period: quarter of the decision, NULL when unknown.
SELECT c.wave, c.opened_day, c.decided_day, c.applications, c.retained, c.trainings, c.structures, c.sites,
       c.granted_eur, c.paid_eur,
       CASE WHEN c.applications > 0 AND c.retained IS NOT NULL THEN 100.0 * c.retained / c.applications END AS retained_percent,
       substr(c.decided_day, 1, 4) || '-T' || ((CAST(substr(c.decided_day, 6, 2) AS INTEGER) + 2) / 3) AS period
  FROM call c
 ORDER BY c.wave
