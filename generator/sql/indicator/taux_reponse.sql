-- Question: of the trainings in force at the end of each quarter, how many have reported enrolments so far?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in percent to one decimal,
-- half up; numerator = those with a published enrolment by then, denominator = trainings in force. 'z' where none is.
-- A training has reported when its protected enrolments, entries or learners (rounded apart, or hidden, which says that there are some) are not all 0, so that nothing here comes from before the protection.
WITH first_report AS MATERIALIZED (
    SELECT t.training_id,
           (SELECT min(o.period_code) FROM observation o
             WHERE o.entity_kind = 'training' AND o.entity_code = t.training_id
               AND o.indicator_code IN ('inscriptions', 'entrees', 'apprenants') AND o.breakdown = ''
               AND (o.value > 0 OR o.status = 'c')
               -- of the others a suppression shows nothing here, not even who has none
               AND (o.indicator_code = 'apprenants' OR (SELECT protection_mode FROM programme) <> 'suppression')) AS period_code
      FROM training t
),
report AS MATERIALIZED (
    SELECT f.kind, f.code, f.period_code, count(*) AS reported
      FROM labelled f
      CROSS JOIN first_report r ON r.training_id = f.training_id AND r.period_code <= f.period_code
     WHERE f.is_in_force = 1
     GROUP BY f.kind, f.code, f.period_code
),
figure AS (
    SELECT t.kind, t.code, t.period_code, t.trainings, coalesce(r.reported, 0) AS reported, p.is_release
      FROM register_total t
      CROSS JOIN period p ON p.code = t.period_code
      LEFT JOIN report r ON r.kind = t.kind AND r.code = t.code AND r.period_code = t.period_code
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
