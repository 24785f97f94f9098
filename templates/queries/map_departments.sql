-- What the gallery's maps of departments show, in the order in which their links are walked: the share of women (value,
-- in percent), the share of NEET (second, in percent), the learners (size) and a type beside the country (category:
-- 1 both shares above the country's, 2 women only, 3 NEET only, 4 neither).
-- No parameter. status 'z' where there is no training, 'c' where the share is not shown.
SELECT d.code, d.name, d.path, d.women AS value, d.neet AS second, d.learners AS size, d.women_cell AS cell,
       CASE d.state WHEN 'none' THEN 'z' WHEN 'secret' THEN 'c' ELSE coalesce(d.women_flag, '') END AS status,
       CASE WHEN d.women IS NULL OR d.neet IS NULL THEN NULL
            WHEN d.women > fr.women THEN CASE WHEN d.neet > fr.neet THEN 1 ELSE 2 END
            WHEN d.neet > fr.neet THEN 3 ELSE 4 END AS category
  FROM territory_release d
  JOIN territory_release fr ON fr.kind = 'country' AND fr.code = 'FR'
 WHERE d.kind = 'department'
 ORDER BY d.is_located DESC, d.sort_key, d.code
