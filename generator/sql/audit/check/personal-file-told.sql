-- Question: which findings or rows of personal files are told exactly?
-- No parameter. Columns: cell (rule or file), found, expected.
SELECT f.table_name || ' ' || f.rule_id AS cell, f.occurrences AS found, 'a multiple of ' || p.rounding_base AS expected
  FROM finding f JOIN programme p
 WHERE f.table_name = 'inscriptions' AND (f.is_rounded = 0 OR f.occurrences % p.rounding_base <> 0)
UNION ALL
SELECT s.name, coalesce(s.rows_read, '') || ' ' || coalesce(s.rows_aside, ''), 'no number of rows'
  FROM source_file s
 WHERE (s.is_personal = 1 OR s.table_name = 'inscriptions') AND (s.rows_read IS NOT NULL OR s.rows_aside IS NOT NULL)
 ORDER BY 1
