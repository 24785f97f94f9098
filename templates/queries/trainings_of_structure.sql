-- All trainings of a structure, whatever their label.
-- :structure  its id
SELECT * FROM training_release WHERE structure_id = :structure ORDER BY sort_key, training_id
