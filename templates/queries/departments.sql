-- Every department with its main figures at the release; the one without place comes last and leads to its region's page.
-- No parameter. Columns: see the view territory_release.
SELECT d.code, d.name, CASE d.is_located WHEN 1 THEN d.path ELSE g.path END AS path, d.is_located, d.state, d.trainings,
       d.sites, d.learners, d.learners_flag, d.learners_cell, d.women, d.women_flag, d.women_cell, g.code AS region, g.name AS region_name, g.path AS region_path
  FROM territory_release d
  JOIN territory g ON g.kind = 'region' AND g.code = d.parent_code
 WHERE d.kind = 'department'
 ORDER BY d.is_located DESC, d.sort_key, d.code
