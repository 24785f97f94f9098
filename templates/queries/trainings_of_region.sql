-- The trainings in force of a region, with the names of what they refer to.
-- :region  its code
SELECT * FROM training_release WHERE region_code = :region AND in_force = 1 ORDER BY sort_key, training_id
