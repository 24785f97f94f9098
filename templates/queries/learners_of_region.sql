-- The learners of a region's departments, most first, those without a count last. The provisional flag, the same for all,
-- is said once in the note.
-- :region  its code
SELECT name AS label, name_locative, path, CASE state WHEN 'none' THEN NULL ELSE learners END AS value,
       CASE state WHEN 'none' THEN 'z' ELSE nullif(learners_flag, 'p') END AS status, state, learners_cell AS cell, code
  FROM territory_release
 WHERE kind = 'department' AND parent_kind = 'region' AND parent_code = :region
 ORDER BY state = 'none', learners IS NULL, learners DESC, sort_key, code
