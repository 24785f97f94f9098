-- Question: which targets does a publication pursue?
-- No parameter. Columns: key_indicator, key_kind, key_code, key_deadline, key_milestone are the key and the order, name
-- is for people, what is compared is value, start_period, start_value.
SELECT indicator_code AS key_indicator, entity_kind AS key_kind, entity_code AS key_code,
       deadline_period AS key_deadline, CAST(is_milestone AS TEXT) AS key_milestone, label AS name, value, start_period,
       start_value
  FROM target
 ORDER BY 1, 2, 3, 4, 5;
