-- The trainings in force of a job family.
-- :family  its code
SELECT * FROM training_release WHERE job_family = :family AND in_force = 1 ORDER BY sort_key, training_id
