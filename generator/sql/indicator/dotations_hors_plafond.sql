-- Question: of the trainings labelled by the end of each quarter, how many were granted more than the cap allows?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in trainings; numerator =
-- trainings checked (a grant and a cap are known), denominator = trainings labelled; 'u' where there are trainings and none
-- can be checked. Country, regions, departments.
WITH checked AS MATERIALIZED (
    SELECT kind, code, period_code, count(is_above_cap) AS checked, coalesce(sum(is_above_cap), 0) AS above
      FROM labelled
     GROUP BY kind, code, period_code
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT r.kind, r.code, 'dotations_hors_plafond', r.period_code, '',
       CASE WHEN r.labelled > 0 AND c.checked = 0 THEN NULL ELSE coalesce(c.above, 0) END,
       CASE WHEN r.labelled > 0 AND c.checked = 0 THEN NULL ELSE coalesce(c.checked, 0) END,
       CASE WHEN r.labelled > 0 AND c.checked = 0 THEN NULL ELSE r.labelled END,
       CASE WHEN r.labelled > 0 AND c.checked = 0 THEN 'u' ELSE '' END
  FROM register_total r
  LEFT JOIN checked c ON c.kind = r.kind AND c.code = r.code AND c.period_code = r.period_code
 ORDER BY r.kind, r.code, r.period_code;
