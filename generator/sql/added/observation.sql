-- Question: what are the figures of an added indicator?
-- Parameters: indicator_code, scale (10 to the decimals). Reads the temporary table of prepare/added.sql. Columns of
-- `observation`: value in the indicator's unit, rounded once to its decimals, half away from zero; 'z' of a share of nothing,
-- 'c' of a share of persons under programme.share_minimum, 'u' of a value that is NULL.
WITH figure AS (
    SELECT a.*, i.unit = 'percent' AS is_share, i.is_personal, p.share_minimum,
           CASE WHEN i.is_personal = 1 AND q.is_release = 1 THEN 'p' ELSE '' END AS flag,
           CAST(a.numerator AS INTEGER) AS n, CAST(a.denominator AS INTEGER) AS d
      FROM added a
      JOIN indicator i ON i.code = :indicator_code
      JOIN programme p ON p.id = 1
      JOIN period q ON q.code = a.period_code
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator, denominator,
                         status)
SELECT entity_kind, entity_code, :indicator_code, period_code, breakdown,
       CASE is_share WHEN 0 THEN round(value * :scale) / :scale
                     WHEN 1 THEN CASE WHEN status IN ('', 'p') THEN (200 * :scale * n + d) / (2 * d) / CAST(:scale AS REAL) END END,
       CASE WHEN is_share = 1 AND status IN ('', 'p') THEN n END,
       CASE WHEN is_share = 1 AND status IN ('', 'p') THEN d END,
       status
  FROM (SELECT *, CASE is_share WHEN 0 THEN CASE WHEN value IS NULL THEN 'u' ELSE flag END
                                ELSE CASE WHEN d IS NULL THEN 'u' WHEN d = 0 THEN 'z'
                                          WHEN is_personal = 1 AND d < share_minimum THEN 'c' ELSE flag END END AS status
          FROM figure)
 ORDER BY entity_kind, entity_code, period_code, breakdown
