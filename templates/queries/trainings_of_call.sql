-- All trainings of a call for projects, whatever their label.
-- :wave  its number
SELECT * FROM training_release WHERE wave = :wave ORDER BY sort_key, training_id
