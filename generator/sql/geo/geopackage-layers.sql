-- The layers of a GeoPackage that hold features.
-- layer, geometry: names of its table and of the column of its geometries; system: EPSG number, NULL when another
-- organization defines it; definition: its name.
SELECT g.table_name AS layer, g.column_name AS geometry,
  CASE WHEN upper(s.organization) = 'EPSG' THEN s.organization_coordsys_id
       WHEN s.organization_coordsys_id = 84 THEN 4326 END AS system,
  s.organization || ':' || s.organization_coordsys_id || ' ' || s.srs_name AS definition
FROM gpkg_geometry_columns AS g
LEFT JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id
ORDER BY g.table_name;
