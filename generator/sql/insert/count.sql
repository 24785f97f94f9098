-- One protected count: an observation without numerator and denominator.
-- Parameters: entity_kind, entity_code, indicator_code, period_code, breakdown, value (persons or enrolments), status ('' or 'p').
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
VALUES (:entity_kind, :entity_code, :indicator_code, :period_code, :breakdown, :value, :status)
