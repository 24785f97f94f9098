-- Trainings in force on and off the map of France. One row.
-- No parameter. unplaced: not online, yet without a point; nowhere: online and unplaced together.
SELECT count(*) FILTER (WHERE lon_deg IS NOT NULL AND region_code <> 'ND') AS placed,
       count(*) FILTER (WHERE region_code = '11' AND lon_deg IS NOT NULL) AS idf,
       count(*) FILTER (WHERE mode = 'distance') AS online,
       count(*) FILTER (WHERE coalesce(mode, '') <> 'distance' AND (lon_deg IS NULL OR region_code = 'ND')) AS unplaced,
       count(*) FILTER (WHERE lon_deg IS NULL OR region_code = 'ND') AS nowhere,
       group_concat(coalesce(title, 'sans intitulé publié') || ' (' || training_id || ')', ' ; ')
           FILTER (WHERE coalesce(mode, '') <> 'distance' AND (lon_deg IS NULL OR region_code = 'ND')) AS unplaced_names,
       (SELECT path FROM territory WHERE kind = 'region' AND code = 'ND') AS nowhere_path
  FROM (SELECT * FROM training WHERE in_force = 1 ORDER BY sort_key, training_id)
 ORDER BY 1
