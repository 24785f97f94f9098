-- The regions that have trainings of a job family, those without a place last. rank: 1 for the most trainings in force.
-- :family  its code. Counts as in job_family.sql; percent: of the region's trainings in force.
SELECT m.*, g.name, g.path, g.name_locative, g.is_located, 100.0 * m.trainings / nullif(a.value, 0) AS percent,
       CAST(a.value AS INTEGER) AS all_trainings, row_number() OVER (ORDER BY m.trainings DESC, g.sort_key, g.code) AS rank
  FROM (SELECT region_code AS code, count(*) FILTER (WHERE in_force = 1) AS trainings,
               count(DISTINCT site_id) FILTER (WHERE in_force = 1) AS sites,
               count(DISTINCT structure_id) FILTER (WHERE in_force = 1) AS structures,
               sum(places) FILTER (WHERE in_force = 1) AS places, CASE WHEN count(*) = count(learners) THEN sum(learners) END AS learners
          FROM training_release WHERE job_family = :family GROUP BY region_code) m
  JOIN programme p ON p.id = 1
  JOIN territory g ON g.kind = 'region' AND g.code = m.code
  LEFT JOIN observation a ON a.entity_kind = 'region' AND a.entity_code = m.code AND a.indicator_code = 'formations'
       AND a.period_code = p.release_period AND a.breakdown = ''
 ORDER BY g.is_located DESC, g.sort_key, g.code
