-- Question: which trainings does the register of a publication hold?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
SELECT training_id AS key_id, title AS name, title, structure_id, site_id, mode, job_family, exit_level, duration_months,
       duration_hours, places, wave, label_first_day, label_last_day, label_status, in_force, free_of_charge, rncp, url,
       budget_eur, granted_eur, paid_eur, commune_name, department_code, region_code, lon_deg, lat_deg, path
  FROM training
 ORDER BY training_id;
