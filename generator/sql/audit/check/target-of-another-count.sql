-- Question: which values beside a target are not the published figure?
-- No parameter. Columns: cell, found, expected.
SELECT t.indicator_code || '/' || t.entity_kind || ':' || t.entity_code || '/' || t.period_code || '/' AS cell,
       t.value AS found, coalesce(o.value, 'nothing') AS expected
  FROM target_progress t
  LEFT JOIN observation o ON o.entity_kind = t.entity_kind AND o.entity_code = t.entity_code
       AND o.indicator_code = t.indicator_code AND o.period_code = t.period_code AND o.breakdown = ''
 WHERE t.value IS NOT NULL AND o.value IS NOT t.value
 UNION ALL
-- what a page says is lacking
SELECT t.indicator_code || '/' || t.entity_kind || ':' || t.entity_code || '/' || t.period_code || '/',
       t.gap, t.value - t.target
  FROM target_progress t
 WHERE t.gap IS NOT NULL AND abs(t.gap - (t.value - t.target)) > 0.06
 ORDER BY 1
