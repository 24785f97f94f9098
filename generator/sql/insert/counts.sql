-- The protected counts: observations without numerator and denominator. Reads count_row, the rows that the program hands
-- over: the columns of an observation. No parameter.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT entity_kind, entity_code, indicator_code, period_code, breakdown, value, status FROM count_row
