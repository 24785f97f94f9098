-- The department that the gallery's maps are read with: the most learners among those with both shares. At most one row.
-- No parameter. value: share of women, second: share of NEET, both in percent; size: learners.
SELECT d.name_locative, d.women AS value, d.neet AS second, d.learners AS size
  FROM territory_release d
 WHERE d.kind = 'department' AND d.is_located = 1 AND d.women IS NOT NULL AND d.neet IS NOT NULL
 ORDER BY d.learners DESC, d.code LIMIT 1
