-- Question: which main targets may be forecast, and from what do their series start?
-- No parameter. Columns: indicator_code, entity_kind, entity_code, deadline_period, decimals (of the indicator), is_share,
-- starts_at_zero (1: a count was 0 before the first quarter), step (what a figure is a multiple of; 0: the decimals), least
-- (numerator or count under which rounding hides what moves; 0: none).
SELECT t.indicator_code, t.entity_kind, t.entity_code, t.deadline_period, i.decimals, i.unit = 'percent' AS is_share,
       i.periodicity = 'cumulative' AND i.unit <> 'percent' AS starts_at_zero,
       CASE WHEN i.is_personal = 1 AND i.unit IN ('persons', 'enrolments') THEN p.rounding_base ELSE 0 END AS step,
       CASE WHEN i.is_personal = 1 AND i.measure <> 'taux_reponse' THEN 20 * p.rounding_base ELSE 0 END AS least
  FROM target t
  JOIN indicator i ON i.code = t.indicator_code
  JOIN programme p ON p.id = 1
 WHERE t.is_milestone = 0
 ORDER BY t.indicator_code, t.entity_kind, t.entity_code, t.deadline_period
