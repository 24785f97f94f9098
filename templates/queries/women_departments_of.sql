-- The share of women of a region's departments, as its map of trainings wants it.
-- :region  its code; :tells  1: with the shares, 0: the names alone.
-- value in percent; status 'z' where there is no training or only the name is asked for, 'c' where the share is not shown.
SELECT code, name, path, CASE asked.tells WHEN 1 THEN women END AS value, women_cell AS cell,
       CASE WHEN state = 'none' OR asked.tells = 0 THEN 'z' WHEN state = 'secret' THEN 'c' ELSE coalesce(women_flag, '') END AS status
  FROM (SELECT :region AS region, :tells AS tells) asked
  JOIN territory_release ON kind = 'department' AND parent_kind = 'region' AND parent_code = asked.region
 ORDER BY sort_key, code
