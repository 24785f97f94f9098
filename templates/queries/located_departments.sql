-- Departments that have a place on a map, with their region's name and path.
-- No parameter.
SELECT d.*, d.parent_code AS region, g.name AS region_name, g.path AS region_path
  FROM territory_release d
  JOIN territory g ON g.kind = 'region' AND g.code = d.parent_code
 WHERE d.kind = 'department' AND d.is_located = 1
 ORDER BY d.sort_key, d.code
