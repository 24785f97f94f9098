-- Every region with its main figures at the release; the one without place comes last.
-- No parameter. Columns: see the view territory_release.
SELECT * FROM territory_release WHERE kind = 'region' ORDER BY is_located DESC, sort_key, code
