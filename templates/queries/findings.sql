-- What the checks of the input found, gravest first.
-- No parameter.
SELECT rule_id, table_name, severity, occurrences, is_rounded FROM finding
 ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rule_id, table_name
