-- Question: how many labels take effect (labels_attribues: for the first time or again), are renewed (labels_renouveles),
-- withdrawn while in force (labels_retires) or expire, neither renewed nor withdrawn (labels_echus), in each quarter and up
-- to its end?
-- No parameter; reads the temporary table of prepare/stock_flow.sql. Columns of `observation`: value in trainings, of country
-- and regions; zeros are rows.
WITH event (measure) AS (
    VALUES ('labels_attribues'), ('labels_renouveles'), ('labels_retires'), ('labels_echus')
),
move AS MATERIALIZED (
    SELECT 'country' AS kind, 'FR' AS code, event, period_code, sum(moves) AS moves
      FROM label_move GROUP BY event, period_code
    UNION ALL
    SELECT 'region', region_code, event, period_code, sum(moves)
      FROM label_move GROUP BY region_code, event, period_code
),
flow AS MATERIALIZED (
    SELECT t.kind, t.code, e.measure, p.code AS period_code, p.ordinal, coalesce(m.moves, 0) AS moves
      FROM territory t
      CROSS JOIN event e
      CROSS JOIN period p
      LEFT JOIN move m ON m.kind = t.kind AND m.code = t.code AND m.event = e.measure AND m.period_code = p.code
     WHERE t.kind IN ('country', 'region')
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT kind, code, measure, period_code, '', moves, '' FROM flow
UNION ALL
SELECT kind, code, measure || '_cumul', period_code, '',
       sum(moves) OVER (PARTITION BY kind, code, measure ORDER BY ordinal), ''
  FROM flow
 ORDER BY 1, 2, 3, 4;
