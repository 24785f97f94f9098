-- A call for projects in figures. One row.
-- :wave  its number. trainings: of the wave, in the register; in_force: their label at the release. Amounts in euros,
-- NULL when none is known; granted_known, paid_known: trainings with a known amount. learners: a sum of published
-- counts, NULL when one of them is hidden; shown_learners: of those that are not, secret: the trainings that are.
SELECT c.wave, c.opened_day, c.decided_day, c.applications, c.retained, c.trainings, c.structures, c.sites, c.granted_eur,
       c.paid_eur, 100.0 * c.retained / nullif(c.applications, 0) AS retained_percent,
       100.0 * c.paid_eur / nullif(c.granted_eur, 0) AS paid_percent, m.*
  FROM call c
  JOIN (SELECT count(*) FILTER (WHERE in_force = 1) AS in_force, count(granted_eur) AS granted_known,
               count(paid_eur) AS paid_known, CASE WHEN count(*) = count(learners) THEN coalesce(sum(learners), 0) END AS learners,
               sum(learners) AS shown_learners, count(*) - count(learners) AS secret
          FROM training_release WHERE wave = :wave) m
 WHERE c.wave = :wave
 ORDER BY c.wave
