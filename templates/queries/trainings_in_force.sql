-- Every training whose label is in force at the release.
-- No parameter.
SELECT * FROM training_release WHERE in_force = 1 ORDER BY sort_key, training_id
