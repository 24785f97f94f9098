-- Question: how many structures run a training with a label in force, and of which wave?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in structures; totals of
-- country, regions and departments, by wave ('vague:1') for country and regions. Zeros are rows.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT kind, code, 'structures', period_code, '', structures, ''
  FROM register_total
UNION ALL
SELECT t.kind, t.code, 'structures', p.code, 'vague:' || c.wave,
       (SELECT count(DISTINCT f.structure_id) FROM labelled f
         WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code AND f.wave = c.wave AND f.is_in_force = 1), ''
  FROM territory t
  CROSS JOIN period p
  CROSS JOIN call c
 WHERE t.kind IN ('country', 'region')
 ORDER BY 1, 2, 4, 5;
