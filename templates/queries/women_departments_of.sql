-- The share of women of a region's departments, as its map of trainings wants it.
-- :region  its code. value in percent; status 'z' where there is no training, 'c' where the share is not shown.
SELECT code, name, path, women AS value, women_cell AS cell,
       CASE state WHEN 'none' THEN 'z' WHEN 'secret' THEN 'c' ELSE coalesce(women_flag, '') END AS status
  FROM territory_release
 WHERE kind = 'department' AND parent_kind = 'region' AND parent_code = :region
 ORDER BY sort_key, code
