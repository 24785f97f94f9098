-- Every department with its main figures at the release; the one without place comes last.
-- No parameter. Columns: see the view territory_release, and the region's name and path.
SELECT d.*, d.parent_code AS region, g.name AS region_name, g.path AS region_path, g.sort_key AS region_key
  FROM territory_release d
  JOIN territory g ON g.kind = 'region' AND g.code = d.parent_code
 WHERE d.kind = 'department'
 ORDER BY d.is_located DESC, d.sort_key, d.code
