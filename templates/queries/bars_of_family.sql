-- Trainings in force of a job family, by region, most first, as the bars want them.
-- :family  its code
SELECT g.name AS label, g.path, m.trainings AS value, '' AS status, 'value' AS state, NULL AS cell, g.code
  FROM (SELECT region_code AS code, count(*) AS trainings FROM training
         WHERE job_family = :family AND in_force = 1 GROUP BY region_code) m
  JOIN territory g ON g.kind = 'region' AND g.code = m.code
 ORDER BY m.trainings DESC, g.sort_key, g.code
