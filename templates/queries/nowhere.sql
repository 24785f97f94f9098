-- The region of what has no place.
-- No parameter.
SELECT * FROM territory_release WHERE kind = 'region' AND is_located = 0 ORDER BY code
