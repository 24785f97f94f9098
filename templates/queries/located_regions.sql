-- Regions that have a place on a map.
-- No parameter.
SELECT * FROM territory_release WHERE kind = 'region' AND is_located = 1 ORDER BY sort_key, code
