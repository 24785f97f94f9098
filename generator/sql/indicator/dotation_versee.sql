-- Question: how much funding was paid to the trainings labelled by the end of each quarter?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in euros; numerator =
-- trainings with a known amount, denominator = trainings labelled; 'u' where there are trainings and all amounts are
-- unknown. Country, regions, departments.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, 'dotation_versee', period_code, '',
       CASE WHEN labelled > 0 AND paid_known = 0 THEN NULL ELSE paid_eur END,
       CASE WHEN labelled > 0 AND paid_known = 0 THEN NULL ELSE paid_known END,
       CASE WHEN labelled > 0 AND paid_known = 0 THEN NULL ELSE labelled END,
       CASE WHEN labelled > 0 AND paid_known = 0 THEN 'u' ELSE '' END
  FROM register_total
 ORDER BY kind, code, period_code;
