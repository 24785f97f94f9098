-- Question: how many persons and enrolments in trainings of each job family, level, duration class, status, mode and wave?
-- No parameter; reads the temporary tables of prepare/trait.sql. Columns of `observation`: value in persons or enrolments, the
-- sum of the protected flows of trainings, so that parts add up to the totals. Flow and cumulative: of the country all
-- six measures, of regions learners and entries. Zeros are rows. Nothing without enrolments,
-- and nothing under a suppression: with the totals, sums of what it shows would tell what it hides.
WITH measure (code) AS MATERIALIZED (
    SELECT i.code FROM indicator i
     WHERE i.periodicity = 'flow'
       AND EXISTS (SELECT 1 FROM published c WHERE c.level = 'training' AND c.measure = i.measure AND c.dimensions = '')
),
flow AS MATERIALIZED (
    SELECT o.indicator_code, t.region_code, o.period_code, v.breakdown, sum(o.value) AS value
      FROM training t
      CROSS JOIN measure m
      CROSS JOIN observation o ON o.entity_kind = 'training' AND o.entity_code = t.training_id
           AND o.indicator_code = m.code AND o.breakdown = ''
      CROSS JOIN trait v ON v.training_id = t.training_id
     GROUP BY o.indicator_code, t.region_code, o.period_code, v.breakdown
),
placed AS MATERIALIZED (
    SELECT 'country' AS kind, 'FR' AS code, indicator_code, period_code, breakdown, sum(value) AS value
      FROM flow
     GROUP BY indicator_code, period_code, breakdown
    UNION ALL
    SELECT 'region', region_code, indicator_code, period_code, breakdown, value
      FROM flow WHERE indicator_code IN ('apprenants', 'entrees')
),
dense AS MATERIALIZED (
    SELECT t.kind, t.code, m.code AS indicator_code, p.code AS period_code, v.breakdown, coalesce(f.value, 0) AS value,
           sum(coalesce(f.value, 0)) OVER (PARTITION BY t.kind, t.code, m.code, v.breakdown ORDER BY p.ordinal) AS total,
           CASE p.is_release WHEN 1 THEN 'p' ELSE '' END AS status
      FROM territory t
      CROSS JOIN measure m
      CROSS JOIN period p
      CROSS JOIN trait_value v
      LEFT JOIN placed f ON f.kind = t.kind AND f.code = t.code AND f.indicator_code = m.code AND f.period_code = p.code
           AND f.breakdown = v.breakdown
     WHERE (SELECT has_enrolments = 1 AND protection_mode <> 'suppression' FROM programme)
       AND (t.kind = 'country' OR (t.kind = 'region' AND m.code IN ('apprenants', 'entrees')))
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT kind, code, indicator_code, period_code, breakdown, value, status FROM dense
UNION ALL
SELECT kind, code, indicator_code || '_cumul', period_code, breakdown, total, status FROM dense
 ORDER BY 1, 2, 3, 4, 5;
