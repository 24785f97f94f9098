-- No longer publishes a breakdown of a measure, at any level.
-- Parameters: measure, dimensions ('' totals, 'sexe', 'neet+sexe').
DELETE FROM published WHERE measure = :measure AND dimensions = :dimensions
