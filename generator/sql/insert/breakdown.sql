-- One value of a breakdown.
-- Parameters: code ('sexe:F'), dimension ('sexe', 'neet+sexe'), ordinal (order of display).
INSERT INTO breakdown (code, dimension, ordinal) VALUES (:code, :dimension, :ordinal)
