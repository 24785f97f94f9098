-- Question: how many learners have a bursary?
-- No parameter. Columns of `observation`: value in persons, the breakdown bourse:oui of the learners. Flow and cumulative,
-- country and regions; nothing where the breakdown is not published.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT t.kind, t.code, m.column2, o.period_code, '', o.value, o.status
  FROM territory t
  CROSS JOIN (VALUES ('apprenants', 'boursiers'), ('apprenants_cumul', 'boursiers_cumul')) m
  CROSS JOIN period p
  CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = m.column1
       AND o.period_code = p.code AND o.breakdown = 'bourse:oui'
 WHERE EXISTS (SELECT 1 FROM published c WHERE c.level = t.kind AND c.measure = 'apprenants' AND c.dimensions = 'bourse')
 ORDER BY t.kind, t.code, m.column2, o.period_code;
