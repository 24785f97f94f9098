-- Trainings in force of a department that the map shows, and those it cannot. One row.
-- :department  its code
SELECT count(*) FILTER (WHERE lon_deg IS NOT NULL) AS placed,
       count(*) FILTER (WHERE lon_deg IS NULL) AS unplaced,
       group_concat(coalesce(title, 'Formation sans intitulé publié (' || training_id || ')'), ' ; ') FILTER (WHERE lon_deg IS NULL) AS unplaced_names
  FROM (SELECT * FROM training WHERE department_code = :department AND in_force = 1 ORDER BY sort_key, training_id)
 ORDER BY 1
