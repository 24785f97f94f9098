-- A release. Parameters: period_code, origin, published_by, received_day (ISO or NULL), method, rounding_base, trainings_moved, note.
INSERT INTO release (period_code, origin, published_by, received_day, method, rounding_base, trainings_moved, note)
VALUES (:period_code, :origin, :published_by, :received_day, :method, :rounding_base, :trainings_moved, :note)
