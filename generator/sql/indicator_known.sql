-- Question: is this an indicator of the catalogue?
-- Parameter: code. Columns: code; one row or none.
SELECT code FROM indicator WHERE code = :code
