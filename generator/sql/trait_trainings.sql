-- Question: which traits has each training? Reads the temporary table of prepare/trait.sql.
-- No parameter. Columns: training_id, breakdown ('famille:web').
SELECT training_id, breakdown FROM trait ORDER BY training_id, dimension
