-- Job families in the order of the configuration, last the trainings without one.
-- No parameter. slug: NULL without a family. trainings, sites, structures, regions, places: labels in force at the
-- release. learners: of all trainings ever labelled, a sum of multiples of the base. percent: of the trainings in force,
-- adding up to 100 by largest remainders.
WITH family (code, label, slug, ordinal) AS (
    SELECT code, label_fr, slug, ordinal FROM term WHERE vocabulary = 'famille_metier'
    UNION ALL SELECT '', '', NULL, 1 + coalesce(max(ordinal), 0) FROM term WHERE vocabulary = 'famille_metier'
), counted AS (
    SELECT coalesce(job_family, '') AS code, count(*) AS labelled, count(*) FILTER (WHERE in_force = 1) AS trainings,
           count(DISTINCT site_id) FILTER (WHERE in_force = 1) AS sites,
           count(DISTINCT structure_id) FILTER (WHERE in_force = 1) AS structures,
           count(DISTINCT region_code) FILTER (WHERE in_force = 1 AND is_located = 1) AS regions,
           sum(places) FILTER (WHERE in_force = 1) AS places, CASE WHEN count(*) = count(learners) THEN sum(learners) END AS learners
      FROM training_release GROUP BY coalesce(job_family, '')
), listed AS (
    SELECT f.code, f.label, f.slug, f.ordinal, coalesce(c.labelled, 0) AS labelled, coalesce(c.trainings, 0) AS trainings,
           coalesce(c.sites, 0) AS sites, coalesce(c.structures, 0) AS structures, coalesce(c.regions, 0) AS regions,
           c.places, CASE WHEN c.code IS NULL THEN 0 ELSE c.learners END AS learners, nullif(sum(c.trainings) OVER (), 0) AS total
      FROM family f LEFT JOIN counted c ON c.code = f.code
     WHERE f.slug IS NOT NULL OR c.labelled > 0
), cut AS (
    SELECT *, 1000 * trainings / total AS low, 1000 * trainings % total AS rest FROM listed
)
SELECT code, label, slug, ordinal, labelled, trainings, sites, structures, regions, places, learners,
       (low + (row_number() OVER (ORDER BY rest DESC, ordinal, code) <= 1000 - sum(low) OVER ())) / 10.0 AS percent
  FROM cut
 ORDER BY ordinal, code
