-- Question: how many places do the trainings in force at the end of each quarter offer?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in places; of territories
-- numerator = trainings in force with known places, denominator = trainings in force; 'u' where there are trainings and
-- all their places are unknown. Structures and trainings: rows only in the quarters where the figure changes.
WITH stock AS (
    SELECT 'training' AS kind, f.training_id AS code, f.period_code, f.places AS places, f.places IS NOT NULL AS known
      FROM in_force f
     WHERE f.kind = 'country' AND f.code = 'FR'
    UNION ALL
    SELECT 'structure', f.structure_id, f.period_code, sum(f.places), count(f.places) > 0
      FROM in_force f
     WHERE f.kind = 'country' AND f.code = 'FR' AND f.structure_id IS NOT NULL
     GROUP BY f.structure_id, f.period_code
),
-- state: places, or 'u' when all are unknown; only quarters with a training in force.
below_department AS MATERIALIZED (
    SELECT kind, code, period_code, ordinal, state,
           lag(state) OVER entity AS state_before, lag(ordinal) OVER entity AS ordinal_before,
           lead(ordinal) OVER entity AS ordinal_after
      FROM (SELECT s.kind, s.code, s.period_code, p.ordinal, CASE WHEN s.known THEN CAST(s.places AS REAL) ELSE 'u' END AS state
              FROM stock s JOIN period p ON p.code = s.period_code)
    WINDOW entity AS (PARTITION BY kind, code ORDER BY ordinal)
),
figure AS MATERIALIZED (
    SELECT t.kind, t.code, p.code AS period_code,
           (SELECT count(*) FROM in_force f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS trainings,
           (SELECT count(f.places) FROM in_force f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS known,
           (SELECT total(f.places) FROM in_force f
             WHERE f.kind = t.kind AND f.code = t.code AND f.period_code = p.code) AS places
      FROM territory t
      CROSS JOIN period p
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, 'places', period_code, '',
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE places END,
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE known END,
       CASE WHEN trainings > 0 AND known = 0 THEN NULL ELSE trainings END,
       CASE WHEN trainings > 0 AND known = 0 THEN 'u' ELSE '' END
  FROM figure
UNION ALL
-- What a structure or training has from this quarter on, where it is not what it had.
SELECT kind, code, 'places', period_code, '', CASE WHEN state <> 'u' THEN state END, NULL, NULL,
       CASE WHEN state = 'u' THEN 'u' ELSE '' END
  FROM below_department
 WHERE state <> CASE WHEN ordinal_before = ordinal - 1 THEN state_before ELSE 0.0 END
UNION ALL
-- Nothing any more from the next quarter on.
SELECT b.kind, b.code, 'places', p.code, '', 0, NULL, NULL, ''
  FROM below_department b JOIN period p ON p.ordinal = b.ordinal + 1
 WHERE b.ordinal_after IS NOT b.ordinal + 1 AND b.state <> 0.0
 ORDER BY 1, 2, 4;
