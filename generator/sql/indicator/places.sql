-- Question: how many places do the trainings in force at the end of each quarter offer?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in places; of territories
-- numerator = trainings in force with known places, denominator = trainings in force; 'u' where there are trainings and
-- all their places are unknown. Structures and trainings: rows only in the quarters where the figure changes.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator, denominator, status)
SELECT kind, code, 'places', period_code, '',
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE places END,
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE known END,
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE trainings END,
       CASE WHEN trainings > 0 AND known = 0 THEN 'u' ELSE '' END
  FROM (SELECT t.kind, t.code, p.code AS period_code, count(f.training_id) AS trainings, count(f.places) AS known,
               total(f.places) AS places
          FROM territory t
          CROSS JOIN period p
          LEFT JOIN in_force f ON f.kind = t.kind AND f.code = t.code AND f.period_code = p.code
         GROUP BY t.kind, t.code, p.code)
UNION ALL
SELECT kind, code, 'places', period_code, '', CASE WHEN state = 'u' THEN NULL ELSE places END, NULL, NULL,
       CASE WHEN state = 'u' THEN 'u' ELSE '' END
  FROM (SELECT *, lag(state, 1, 0.0) OVER (PARTITION BY kind, code ORDER BY period_code) AS state_before
          FROM (SELECT e.kind, e.code, p.code AS period_code, total(f.places) AS places,
                       CASE WHEN count(f.training_id) > 0 AND count(f.places) = 0 THEN 'u' ELSE total(f.places) END AS state
                  FROM (SELECT 'training' AS kind, training_id AS code, training_id FROM training
                        UNION ALL
                        SELECT 'structure', structure_id, training_id FROM training WHERE structure_id IS NOT NULL) e
                  CROSS JOIN period p
                  LEFT JOIN in_force f ON f.kind = 'country' AND f.code = 'FR' AND f.training_id = e.training_id AND f.period_code = p.code
                 GROUP BY e.kind, e.code, p.code))
 WHERE state <> state_before
 ORDER BY 1, 2, 4;
