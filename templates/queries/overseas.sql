-- The five overseas departments with their main figures at the release.
-- No parameter.
SELECT * FROM territory_release WHERE kind = 'department' AND is_overseas = 1 ORDER BY code
