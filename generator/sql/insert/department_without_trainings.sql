-- Question: what was counted in the departments without any training?
-- No parameter. Nothing: the zeros of every published count of departments, provisional in the release. No row
-- without counts of persons.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT 'department', t.code, o.indicator_code, o.period_code, o.breakdown, 0, CASE p.is_release WHEN 1 THEN 'p' ELSE '' END
  FROM territory t
  JOIN observation o ON o.entity_kind = 'department'
       AND o.entity_code = (SELECT min(department_code) FROM training)
  JOIN period p ON p.code = o.period_code
 WHERE t.kind = 'department'
   AND NOT EXISTS (SELECT 1 FROM training n WHERE n.department_code = t.code)
 ORDER BY t.code, o.indicator_code, o.period_code, o.breakdown;
