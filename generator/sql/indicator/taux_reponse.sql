-- Question: of the trainings in force at the end of each quarter, how many have reported enrolments so far?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in percent to one decimal,
-- half up; numerator = those with a published enrolment by then, denominator = trainings in force. 'z' where none is.
-- A training has reported when its protected enrolments are not 0, so that nothing here comes from before the protection.
WITH first_report AS MATERIALIZED (
    SELECT t.training_id,
           (SELECT min(o.period_code) FROM observation o
             WHERE o.entity_kind = 'training' AND o.entity_code = t.training_id AND o.indicator_code = 'inscriptions'
               AND o.breakdown = '' AND o.value > 0) AS period_code
      FROM training t
),
figure AS MATERIALIZED (
    SELECT t.kind, t.code, p.code AS period_code, p.is_release,
           (SELECT count(*) FROM in_force f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS trainings,
           (SELECT count(*) FROM in_force f JOIN first_report r ON r.training_id = f.training_id
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code AND r.period_code <= p.code) AS reported
      FROM territory t
      CROSS JOIN period p
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, 'taux_reponse', period_code, '',
       CASE WHEN trainings > 0 THEN ((2000 * reported + trainings) / (2 * trainings)) / 10.0 END,
       CASE WHEN trainings > 0 THEN reported END,
       CASE WHEN trainings > 0 THEN trainings END,
       CASE WHEN trainings = 0 THEN 'z' WHEN is_release = 1 THEN 'p' ELSE '' END
  FROM figure
 WHERE (SELECT has_enrolments FROM programme) = 1
 ORDER BY kind, code, period_code;
