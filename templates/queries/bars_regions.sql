-- The share of women of every region, highest first, those without a value last. The provisional
-- flag, the same for all, is said once in the note.
-- No parameter.
SELECT name AS label, path, women AS value, nullif(women_flag, 'p') AS status, state, women_cell AS cell, code
  FROM territory_release
 WHERE kind = 'region' AND is_located = 1
 ORDER BY women IS NULL, women DESC, state DESC, sort_key, code
