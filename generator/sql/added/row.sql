-- One row of the result of its query. Parameters: row, entity_kind, entity_code, period_code, breakdown, value, numerator,
-- denominator.
INSERT INTO added (row, entity_kind, entity_code, period_code, breakdown, value, numerator, denominator)
VALUES (:row, :entity_kind, :entity_code, :period_code, coalesce(:breakdown, ''), :value, :numerator, :denominator)
