-- How many former releases are kept as they were published, and how many quarters were revised since. One row.
-- No parameter.
SELECT (SELECT count(*) FROM release WHERE origin = 'ledger') AS kept,
       (SELECT count(DISTINCT period_code) FROM revision WHERE old_value IS NOT NULL) AS revised_quarters,
       (SELECT count(*) FROM revision v WHERE v.old_value IS NULL) AS named
  FROM programme
 WHERE id = 1
