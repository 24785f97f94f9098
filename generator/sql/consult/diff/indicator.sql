-- Question: how does a publication define its indicators?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
SELECT code AS key_code, label AS name, label, unit, decimals, direction, periodicity, definition, numerator, denominator,
       scope, unknown, source, notes
  FROM indicator
 ORDER BY code;
