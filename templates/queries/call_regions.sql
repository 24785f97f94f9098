-- The regions that have trainings of a call, those without a place last. rank: 1 for the most trainings.
-- :wave  its number. Columns as in call.sql.
SELECT m.*, g.name, g.path, g.name_locative, g.is_located,
       row_number() OVER (ORDER BY m.trainings DESC, g.sort_key, g.code) AS rank
  FROM (SELECT region_code AS code, count(*) AS trainings, count(*) FILTER (WHERE in_force = 1) AS in_force,
               count(DISTINCT structure_id) AS structures, count(DISTINCT site_id) AS sites,
               sum(granted_eur) AS granted_eur, sum(paid_eur) AS paid_eur, CASE WHEN count(*) = count(learners) THEN sum(learners) END AS learners
          FROM training_release WHERE wave = :wave GROUP BY region_code) m
  JOIN territory g ON g.kind = 'region' AND g.code = m.code
 ORDER BY g.is_located DESC, g.sort_key, g.code
