-- Question: which numbers of persons are aims and not counts?
-- No parameter. Columns: value.
SELECT value FROM target UNION SELECT expected FROM trajectory UNION SELECT round(expected) FROM trajectory ORDER BY 1
