-- One site. Parameters: the columns of `site` in their order; longitude and latitude in degrees.
INSERT INTO site (site_id, structure_id, name, address, postal_code, commune_code, commune_name, department_code,
                  region_code, lon_deg, lat_deg, point_source, sort_key)
VALUES (:site_id, :structure_id, :name, :address, :postal_code, :commune_code, :commune_name, :department_code,
        :region_code, :lon_deg, :lat_deg, :point_source, :sort_key)
