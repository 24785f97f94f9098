-- Question: at how many distinct sites is a training with a label in force, and of which wave?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in sites; totals of
-- country, regions and departments, by wave ('vague:1') for country and regions. Zeros are rows.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT t.kind, t.code, 'fabriques', p.code, '', count(DISTINCT f.site_id), ''
  FROM territory t
  CROSS JOIN period p
  LEFT JOIN in_force f ON f.kind = t.kind AND f.code = t.code AND f.period_code = p.code
 GROUP BY t.kind, t.code, p.code
UNION ALL
SELECT t.kind, t.code, 'fabriques', p.code, 'vague:' || c.wave, count(DISTINCT f.site_id), ''
  FROM territory t
  CROSS JOIN period p
  CROSS JOIN call c
  LEFT JOIN in_force f ON f.kind = t.kind AND f.code = t.code AND f.period_code = p.code AND f.wave = c.wave
 WHERE t.kind IN ('country', 'region')
 GROUP BY t.kind, t.code, p.code, c.wave
 ORDER BY 1, 2, 4, 5;
