-- The calls for projects together. One row.
-- No parameter. known: calls whose applications and retained ones are both known; applications, retained: of these.
SELECT count(*) AS calls, count(retained + applications) AS known,
       sum(applications) FILTER (WHERE retained IS NOT NULL) AS applications,
       sum(retained) FILTER (WHERE applications IS NOT NULL) AS retained,
       100.0 * sum(retained) FILTER (WHERE applications IS NOT NULL)
           / nullif(sum(applications) FILTER (WHERE retained IS NOT NULL), 0) AS retained_percent,
       coalesce(sum(trainings), 0) AS trainings
  FROM call
 ORDER BY 1
