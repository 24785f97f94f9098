-- Every training of the register, whatever its label.
-- No parameter.
SELECT * FROM training_release ORDER BY sort_key, training_id
