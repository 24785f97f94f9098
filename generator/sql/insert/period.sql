-- One quarter. Parameters: code, year, quarter, first_day and last_day in ISO form, ordinal, is_partial, is_release.
INSERT INTO period (code, year, quarter, first_day, last_day, ordinal, is_partial, is_release)
VALUES (:code, :year, :quarter, :first_day, :last_day, :ordinal, :is_partial, :is_release)
