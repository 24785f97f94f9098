-- Question: which regions stand beside one another in a strip of ticks?
-- No parameter. Columns: code.
SELECT code FROM territory WHERE kind = 'region' AND is_located = 1 ORDER BY code
