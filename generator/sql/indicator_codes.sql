-- Question: which indicators has the catalogue, in its order?
-- No parameter. Columns: code.
SELECT code FROM indicator ORDER BY ordinal, code
