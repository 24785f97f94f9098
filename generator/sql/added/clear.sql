-- Empties the temporary table of prepare/added.sql. No parameter.
DELETE FROM added
