-- The register of trainings. Longitudes and latitudes in degrees; learners cumulative, a multiple of the base.
-- No parameter.
SELECT training_id AS formation, title AS intitule, structure_id AS structure, structure_name AS structure_nom,
       site_id AS site, commune_name AS commune, department_code AS departement, region_code AS region,
       lon_deg AS longitude, lat_deg AS latitude, mode AS modalite, job_family AS famille_metier,
       exit_level AS niveau_sortie, duration_months AS duree_mois, duration_hours AS duree_heures, places, wave AS vague,
       label_first_day AS date_label, label_last_day AS date_fin_label, label_status AS statut_label,
       in_force AS en_vigueur, free_of_charge AS gratuite, rncp, url, learners AS apprenants_cumul, period AS periode
  FROM training_release
 ORDER BY training_id
