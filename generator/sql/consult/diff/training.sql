-- Question: which trainings does the register of a publication hold?
-- No parameter. Columns: key_id are the key and the order, name is for people, what is compared is title, structure_id,
-- site_id, mode, job_family, exit_level, duration_months, duration_hours, places, wave, label_first_day,
-- label_last_day, label_status, in_force, free_of_charge, rncp, url, budget_eur, granted_eur, paid_eur, commune_name,
-- department_code, region_code, lon_deg, lat_deg, path.
SELECT training_id AS key_id, title AS name, title, structure_id, site_id, mode, job_family, exit_level, duration_months,
       duration_hours, places, wave, label_first_day, label_last_day, label_status, in_force, free_of_charge, rncp, url,
       budget_eur, granted_eur, paid_eur, commune_name, department_code, region_code, lon_deg, lat_deg, path
  FROM training
 ORDER BY training_id;
