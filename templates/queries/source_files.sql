-- The files that were read.
-- No parameter.
SELECT * FROM source_file ORDER BY table_name, name
