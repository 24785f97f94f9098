-- The regions with the share of women (value, in percent) and the learners (size), in the order of their names.
-- No parameter. status 'z' where there is no training, 'c' where the share is not shown.
SELECT code, name, path, women AS value, learners AS size, women_cell AS cell,
       CASE state WHEN 'none' THEN 'z' WHEN 'secret' THEN 'c' ELSE coalesce(women_flag, '') END AS status
  FROM territory_release
 WHERE kind = 'region'
 ORDER BY is_located DESC, sort_key, code
