-- The trainings in force of a department.
-- :department  its code
SELECT * FROM training_release WHERE department_code = :department AND in_force = 1 ORDER BY sort_key, training_id
