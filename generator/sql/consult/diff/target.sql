-- Question: which targets does a publication pursue?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
SELECT indicator_code AS key_indicator, entity_kind AS key_kind, entity_code AS key_code,
       deadline_period AS key_deadline, CAST(is_milestone AS TEXT) AS key_milestone, label AS name, value, start_period,
       start_value
  FROM target
 ORDER BY 1, 2, 3, 4, 5;
