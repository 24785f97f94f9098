-- What the map of the share of women shows: how many departments, which extremes. One row.
-- No parameter. target: the country's target for that share, in percent, NULL without one. bounds: of the classes, 5
-- points apart, the last one at the target. is_told: a suppression does not hide most of it; else the learners are mapped.
WITH d AS (SELECT * FROM territory_release WHERE kind = 'department'),
     shown AS (SELECT * FROM d WHERE is_located = 1 AND state = 'value'),
     goal AS (SELECT value FROM target WHERE indicator_code = 'part_femmes_cumul' AND entity_kind = 'country'
                   AND entity_code = 'FR' AND is_milestone = 0 ORDER BY deadline_period LIMIT 1)
SELECT (SELECT value FROM goal) AS target,
       (SELECT printf('%g %g %g %g', t - 15, t - 10, t - 5, t)
          FROM (SELECT coalesce((SELECT value FROM goal), 30) AS t)) AS bounds,
       (SELECT count(*) FROM shown) AS shown,
       p.protection_mode <> 'suppression'
           OR (SELECT count(*) FROM shown) > (SELECT count(*) FROM d WHERE is_located = 1 AND state = 'secret') AS is_told,
       (SELECT count(*) FROM shown WHERE women >= (SELECT value FROM goal)) AS reached,
       (SELECT count(*) FROM d WHERE is_located = 1 AND state = 'secret') AS secret,
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM d WHERE is_located = 1 AND state = 'secret' ORDER BY sort_key, code)) AS secret_names,
       (SELECT count(*) FROM d WHERE is_located = 1 AND state = 'none') AS none,
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM d WHERE is_located = 1 AND state = 'none' ORDER BY sort_key, code)) AS none_names,
       (SELECT count(*) FROM d WHERE is_located = 1) AS departments,
       lo.name AS low_name, lo.women AS low, hi.name AS high_name, hi.name_locative AS high_locative, hi.women AS high,
       hi.women_numerator AS high_numerator, hi.women_denominator AS high_denominator, hi.women_cell AS high_cell,
       nd.learners AS nowhere_learners, nd.trainings AS nowhere_trainings, nd.women AS nowhere_women,
       nd.learners_cell AS nowhere_cell, nd.women_cell AS nowhere_women_cell,
       CASE WHEN fr.learners >= 20 THEN 100.0 * nd.learners / fr.learners END AS nowhere_percent,
       fr.learners - CASE WHEN nd.code IS NULL THEN 0 ELSE nd.learners END AS placed_learners,
       CASE p.protection_mode WHEN 'suppression' THEN 'secret' ELSE 'moins de ' || p.share_minimum || ' personnes' END
           || ', ou sans réponse' AS legend_secret,
       fr.women AS country, fr.women_cell AS country_cell
  FROM territory_release fr
  JOIN programme p ON p.id = 1
  LEFT JOIN territory_release nd ON nd.kind = 'department' AND nd.code = 'ND'
  LEFT JOIN shown lo ON lo.code = (SELECT code FROM shown ORDER BY women, code LIMIT 1)
  LEFT JOIN shown hi ON hi.code = (SELECT code FROM shown ORDER BY women DESC, code LIMIT 1)
 WHERE fr.kind = 'country' AND fr.code = 'FR'
 ORDER BY fr.code
