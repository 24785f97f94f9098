-- The learners of every department, as circles on a map want them: in the order in which their links are walked.
-- No parameter. value in persons; status 'z' where there is neither training nor learner, 'c' where the count is not shown.
SELECT code, name, path, learners AS value, learners_cell AS cell,
       CASE state WHEN 'none' THEN 'z' ELSE coalesce(learners_flag, '') END AS status
  FROM territory_release
 WHERE kind = 'department'
 ORDER BY is_located DESC, sort_key, code
