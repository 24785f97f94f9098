-- Question: which breakdowns by traits are there? Reads the temporary table of prepare/trait.sql.
-- No parameter. Columns: breakdown ('famille:web').
SELECT breakdown FROM trait_value ORDER BY breakdown
