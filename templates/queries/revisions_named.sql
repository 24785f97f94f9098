-- Departments whose flow in a release holds much of earlier quarters, with the main cause.
-- No parameter.
SELECT v.release_period AS release, t.name, CASE t.is_located WHEN 1 THEN t.path END AS path, i.label, v.cause
  FROM revision v
  JOIN territory t ON t.kind = v.entity_kind AND t.code = v.entity_code
  JOIN indicator i ON i.code = v.indicator_code
 WHERE v.entity_kind = 'department' AND v.old_value IS NULL
 ORDER BY v.release_period DESC, t.sort_key, i.ordinal
