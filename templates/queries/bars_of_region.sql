-- The share of women of a region's departments, highest first, those without a value last. The provisional
-- flag, the same for all, is said once in the note.
-- :region  its code
SELECT name AS label, path, women AS value, nullif(women_flag, 'p') AS status, state, women_cell AS cell, code
  FROM territory_release
 WHERE kind = 'department' AND parent_kind = 'region' AND parent_code = :region
 ORDER BY women IS NULL, women DESC, state DESC, sort_key, code
