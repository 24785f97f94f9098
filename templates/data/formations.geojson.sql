-- Trainings in force as points; one without a place has no geometry.
-- No parameter.
SELECT training_id AS id, lon_deg, lat_deg, title AS intitule, structure_name AS structure, commune_name AS commune,
       department_code AS departement, region_code AS region, job_family AS famille_metier, mode AS modalite, wave AS vague
  FROM training_release
 WHERE in_force = 1
 ORDER BY training_id
