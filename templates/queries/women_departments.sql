-- The share of women of every department, as the choropleth wants it: in the order in which its links are walked.
-- No parameter. value in percent; status 'z' where there is no training, 'c' where the share is not shown.
SELECT code, name, path, women AS value, women_cell AS cell,
       CASE state WHEN 'none' THEN 'z' WHEN 'secret' THEN 'c' ELSE coalesce(women_flag, '') END AS status
  FROM territory_release
 WHERE kind = 'department'
 ORDER BY is_located DESC, sort_key, code
