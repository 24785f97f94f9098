-- What the query of an added indicator gave, before it is checked. No parameter. Creates added.
CREATE TEMP TABLE added (
    row         INTEGER PRIMARY KEY, -- of its result, from 1
    entity_kind ANY,
    entity_code ANY,
    period_code ANY,
    breakdown   ANY,
    value       ANY,
    numerator   ANY,
    denominator ANY
) STRICT
