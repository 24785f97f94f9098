-- Question: how much funding was paid to the trainings labelled by the end of each quarter?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in euros; numerator =
-- trainings with a known amount, denominator = trainings labelled; 'u' where there are trainings and all amounts are
-- unknown. Country, regions, departments.
WITH figure AS MATERIALIZED (
    SELECT t.kind, t.code, p.code AS period_code,
           (SELECT count(*) FROM labelled f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS trainings,
           (SELECT count(f.paid_eur) FROM labelled f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS known,
           (SELECT round(total(f.paid_eur), 2) FROM labelled f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS amount
      FROM territory t
      CROSS JOIN period p
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, 'dotation_versee', period_code, '',
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE amount END,
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE known END,
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE trainings END,
       CASE WHEN trainings > 0 AND known = 0 THEN 'u' ELSE '' END
  FROM figure
 ORDER BY kind, code, period_code;
