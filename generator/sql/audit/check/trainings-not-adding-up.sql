-- Question: which flows of a department or a structure are not the sum of its trainings? Trainings that change place or
-- leave the register take their counts along: up to the last release with such trainings the flows are added up together.
-- Under a suppression they leave them where they were counted: only what came since is compared.
-- No parameter. Columns: cell, found (its own less its trainings'), expected (0).
WITH since (period_code) AS MATERIALIZED (
    SELECT coalesce(max(period_code), '') FROM release WHERE trainings_moved > 0
),
part (kind, code, indicator_code, period_code, value) AS (
    SELECT 'department', t.department_code, o.indicator_code, o.period_code, -o.value
      FROM observation o JOIN training t ON t.training_id = o.entity_code
     WHERE o.entity_kind = 'training' AND o.breakdown = ''
    UNION ALL
    SELECT 'structure', t.structure_id, o.indicator_code, o.period_code, -o.value
      FROM observation o JOIN training t ON t.training_id = o.entity_code
     WHERE o.entity_kind = 'training' AND o.breakdown = '' AND t.structure_id IS NOT NULL
    UNION ALL
    SELECT entity_kind, entity_code, indicator_code, period_code, value
      FROM observation WHERE entity_kind IN ('department', 'structure') AND breakdown = ''
)
SELECT o.indicator_code || '/' || o.kind || ':' || o.code || '/' || max(o.period_code, s.period_code) || '/' AS cell,
       sum(o.value) AS found, 0 AS expected
  FROM part o
  CROSS JOIN since s
  JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.periodicity = 'flow'
       AND i.unit IN ('persons', 'enrolments')
  JOIN published p ON p.level = 'training' AND p.measure = i.measure AND p.dimensions = ''
 WHERE o.period_code >= s.period_code OR (SELECT protection_mode FROM programme) <> 'suppression'
 GROUP BY o.kind, o.code, o.indicator_code, max(o.period_code, s.period_code)
HAVING sum(o.value) <> 0 AND count(*) = count(o.value) -- hidden ones are bounded: hidden_terms.sql
 ORDER BY cell
