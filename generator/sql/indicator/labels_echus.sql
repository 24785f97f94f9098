-- Question: how many labels expire, neither renewed nor withdrawn, in each quarter and up to its end?
-- No parameter; reads the temporary table of prepare/stock_flow.sql. Columns of `observation`: value in trainings, of country
-- and regions; zeros are rows.
WITH move AS MATERIALIZED (
    SELECT 'country' AS kind, 'FR' AS code, period_code, sum(moves) AS moves
      FROM label_move WHERE event = 'labels_echus' GROUP BY period_code
    UNION ALL
    SELECT 'region', region_code, period_code, sum(moves)
      FROM label_move WHERE event = 'labels_echus' GROUP BY region_code, period_code
),
flow AS (
    SELECT t.kind, t.code, p.code AS period_code, p.ordinal, coalesce(m.moves, 0) AS moves
      FROM territory t
      CROSS JOIN period p
      LEFT JOIN move m ON m.kind = t.kind AND m.code = t.code AND m.period_code = p.code
     WHERE t.kind IN ('country', 'region')
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT kind, code, 'labels_echus', period_code, '', moves, '' FROM flow
UNION ALL
SELECT kind, code, 'labels_echus_cumul', period_code, '', sum(moves) OVER (PARTITION BY kind, code ORDER BY ordinal), '' FROM flow
 ORDER BY 1, 2, 3, 4;
