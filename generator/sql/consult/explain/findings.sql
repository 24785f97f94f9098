-- Question: which rules did rows of the tables that it is counted from break? Parameters: indicator, kind, code, period
-- and breakdown of the cell. Columns: rule_id, table_name, severity, occurrences (rounded to the base of the protection
-- where the table is about persons: is_rounded 1).
-- Names: indicator.
WITH personal AS (
    SELECT CASE WHEN is_personal = 1 THEN 'inscriptions' ELSE 'formations' END AS table_name
      FROM indicator WHERE code = :indicator
    UNION SELECT 'formations'
)
SELECT f.rule_id, f.table_name, f.severity, f.occurrences, f.is_rounded
  FROM finding f
  JOIN personal p ON p.table_name = f.table_name
 WHERE f.occurrences > 0
 ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.occurrences DESC, f.rule_id;
