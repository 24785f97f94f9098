-- The catalogue of indicators.
-- No parameter.
SELECT * FROM indicator ORDER BY ordinal
