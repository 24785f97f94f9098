-- One training; whether its label is in force is worked out later. Parameters: the other columns of `training` in their
-- order; days in ISO form, money in euros, longitude and latitude in degrees.
INSERT INTO training (training_id, title, structure_id, site_id, mode, job_family, exit_level, duration_months,
                      duration_hours, places, wave, label_first_day, label_last_day, label_status, in_force,
                      free_of_charge, rncp, url, budget_eur, granted_eur, paid_eur, commune_name, department_code,
                      region_code, lon_deg, lat_deg, slug, path, sort_key)
VALUES (:training_id, :title, :structure_id, :site_id, :mode, :job_family, :exit_level, :duration_months,
        :duration_hours, :places, :wave, :label_first_day, :label_last_day, :label_status, 0, :free_of_charge, :rncp,
        :url, :budget_eur, :granted_eur, :paid_eur, :commune_name, :department_code, :region_code, :lon_deg, :lat_deg,
        :slug, :path, :sort_key)
