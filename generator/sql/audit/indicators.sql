-- Question: which indicators are there, and which count persons or enrolments?
-- No parameter. Columns: code, label, short_label, is_count (1: a protected count), is_flow,
-- is_personal (a protected count or made of some).
SELECT code, label, short_label, is_personal = 1 AND unit IN ('persons', 'enrolments') AS is_count,
       periodicity = 'flow' AS is_flow, is_personal
  FROM indicator ORDER BY code
