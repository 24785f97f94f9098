-- Question: which events of labels does a publication hold?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
SELECT training_id AS key_id, day AS key_day, event AS key_event, event AS name, reason
  FROM label_event
 ORDER BY training_id, day, event;
