-- One event of a label; a second one of the same kind on the same day adds nothing.
-- Parameters: training_id, day in ISO form, event, reason.
INSERT OR IGNORE INTO label_event (training_id, day, event, reason) VALUES (:training_id, :day, :event, :reason)
