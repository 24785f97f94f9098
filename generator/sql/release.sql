-- Which quarter does a public file report on?
-- No parameter. Columns: release_period, as 2017-T4. One row.
SELECT release_period FROM programme ORDER BY id;
