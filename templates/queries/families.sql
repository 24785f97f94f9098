-- Job families of the trainings in force, with how many.
-- No parameter.
SELECT coalesce(f.label_fr, '') AS label, coalesce(t.job_family, '') AS code, f.slug, coalesce(f.ordinal, 99) AS ordinal, count(*) AS trainings
  FROM training t LEFT JOIN term f ON f.vocabulary = 'famille_metier' AND f.code = t.job_family
 WHERE t.in_force = 1
 GROUP BY t.job_family ORDER BY ordinal, code
