-- The departments of a region with their main figures at the release.
-- :region  its code
SELECT * FROM territory_release
 WHERE kind = 'department' AND parent_kind = 'region' AND parent_code = :region
 ORDER BY sort_key, code
