-- Question: which cumulative counts are not the sum of the flows up to their quarter?
-- No parameter. Columns: cell, found, expected.
WITH flow AS (
    SELECT o.entity_kind, o.entity_code, i.measure, o.period_code, o.breakdown,
           sum(o.value) OVER quarters AS total,
           count(*) OVER quarters - count(o.value) OVER quarters AS hidden
      FROM observation o
      JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.periodicity = 'flow'
           AND i.unit IN ('persons', 'enrolments')
    WINDOW quarters AS (PARTITION BY o.entity_kind, o.entity_code, o.indicator_code, o.breakdown ORDER BY o.period_code)
)
SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
       o.value AS found, coalesce(flow.total, 'no flow') AS expected
  FROM observation o
  JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.periodicity = 'cumulative'
       AND i.unit IN ('persons', 'enrolments')
  LEFT JOIN flow ON flow.entity_kind = o.entity_kind AND flow.entity_code = o.entity_code AND flow.measure = i.measure
       AND flow.period_code = o.period_code AND flow.breakdown = o.breakdown
 WHERE o.value IS NOT flow.total AND o.status <> 'c' AND coalesce(flow.hidden, 0) = 0 -- hidden ones: hidden_terms.sql
 ORDER BY cell
