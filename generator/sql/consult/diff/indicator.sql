-- Question: how does a publication define its indicators?
-- No parameter. Columns: key_code are the key and the order, name is for people, what is compared is label, unit,
-- decimals, direction, periodicity, definition, numerator, denominator, scope, unknown, source, notes.
SELECT code AS key_code, label AS name, label, unit, decimals, direction, periodicity, definition, numerator, denominator,
       scope, unknown, source, notes
  FROM indicator
 ORDER BY code;
