-- Question: which events of labels does a publication hold?
-- No parameter. Columns: key_id, key_day, key_event are the key and the order, name is for people, what is compared is
-- reason.
SELECT training_id AS key_id, day AS key_day, event AS key_event, event AS name, reason
  FROM label_event
 ORDER BY training_id, day, event;
