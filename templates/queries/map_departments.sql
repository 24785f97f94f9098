-- What the gallery's maps of departments show, in the order in which their links are walked: the share of women (value,
-- in percent), the share of NEET (second, in percent), the learners (size) and a type of progress (category: 1 the share
-- of women reaches its target, 2 it is within five points, 3 it is farther; without a target, 30).
-- No parameter. status 'z' where there is no training, 'c' where the share is not shown.
WITH goal AS (SELECT value FROM target WHERE indicator_code = 'part_femmes_cumul' AND entity_kind = 'country'
                   AND entity_code = 'FR' AND is_milestone = 0 ORDER BY deadline_period LIMIT 1)
SELECT d.code, d.name, d.path, d.women AS value, d.neet AS second, d.learners AS size, d.women_cell AS cell,
       CASE d.state WHEN 'none' THEN 'z' WHEN 'secret' THEN 'c' ELSE coalesce(d.women_flag, '') END AS status,
       CASE WHEN d.women >= coalesce((SELECT value FROM goal), 30) THEN 1
            WHEN d.women >= coalesce((SELECT value FROM goal), 30) - 5 THEN 2 WHEN d.women IS NOT NULL THEN 3 END AS category
  FROM territory_release d
 WHERE d.kind = 'department'
 ORDER BY d.is_located DESC, d.sort_key, d.code
