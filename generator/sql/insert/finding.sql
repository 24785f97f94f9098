-- How often a rule found something in a table. Parameters: rule_id, table_name, severity, occurrences, is_rounded.
INSERT INTO finding (rule_id, table_name, severity, occurrences, is_rounded)
VALUES (:rule_id, :table_name, :severity, :occurrences, :is_rounded)
