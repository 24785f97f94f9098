-- Question: by which statements were all tables, views and indexes made?
-- No parameter. Columns: name, statement.
SELECT name, sql AS statement FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name, type
