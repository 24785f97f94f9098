-- Question: which quarters were published?
-- No parameter. Columns: code.
SELECT code FROM period ORDER BY ordinal
