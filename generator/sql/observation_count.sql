-- Question: how many observations does the file hold?
-- No parameter. Columns: observations.
SELECT count(*) AS observations FROM observation
