-- What happened to a training's label, oldest first.
-- :training  its id
SELECT day, substr(day, 1, 4) AS year, event, reason FROM label_event WHERE training_id = :training ORDER BY day, event
