-- A job family in figures. One row.
-- :family  its code. trainings to places: labels in force at the release; places_known: trainings whose places are
-- known. learners: of all its trainings ever labelled, a sum of multiples of the base. Percents: of France.
SELECT m.*, 100.0 * m.trainings / nullif(a.value, 0) AS percent, CASE WHEN l.value >= p.share_minimum THEN 100.0 * m.learners / l.value END AS learners_percent
  FROM (SELECT count(*) AS labelled, count(*) FILTER (WHERE in_force = 1) AS trainings,
               count(*) FILTER (WHERE in_force = 0) AS ended,
               count(*) FILTER (WHERE in_force = 1 AND mode = 'distance') AS online,
               count(DISTINCT site_id) FILTER (WHERE in_force = 1) AS sites,
               count(DISTINCT structure_id) FILTER (WHERE in_force = 1) AS structures,
               count(DISTINCT region_code) FILTER (WHERE in_force = 1 AND is_located = 1) AS regions,
               sum(places) FILTER (WHERE in_force = 1) AS places,
               count(places) FILTER (WHERE in_force = 1) AS places_known, CASE WHEN count(*) = count(learners) THEN coalesce(sum(learners), 0) END AS learners
          FROM training_release WHERE job_family = :family) m
  JOIN programme p ON p.id = 1
  LEFT JOIN observation a ON a.entity_kind = 'country' AND a.entity_code = 'FR' AND a.indicator_code = 'formations'
       AND a.period_code = p.release_period AND a.breakdown = ''
  LEFT JOIN observation l ON l.entity_kind = 'country' AND l.entity_code = 'FR' AND l.indicator_code = 'apprenants_cumul'
       AND l.period_code = p.release_period AND l.breakdown = ''
 ORDER BY m.trainings
