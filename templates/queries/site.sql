-- The one row that every page reads: the programme, the release and the quarter before it.
-- No parameter.
SELECT p.*,
       p.rounding_base - 1 AS small_most, -- of counts that are small
       CASE p.protection_mode WHEN 'suppression' THEN 'c, secret' ELSE 'c, moins de ' || p.share_minimum || ' personnes' END AS secret_words,
       4000 * p.rounding_base AS aid_multiple, -- euros: of amounts of bursaries
       EXISTS (SELECT 1 FROM published b WHERE b.measure = 'bourses_montant') AS has_aids,
       EXISTS (SELECT 1 FROM published b WHERE b.level = 'country' AND b.dimensions = 'situation') AS has_outcomes,
       lower(p.release_period) AS release_slug,                       -- "2017-t4", folder of the report
       substr(p.release_period, 1, 4) AS release_year,
       (SELECT q.code FROM period q WHERE q.ordinal = r.ordinal - 1) AS previous_period,
       (SELECT q.code FROM period q WHERE q.ordinal = r.ordinal - 4) AS year_before_period,
       (SELECT q.code FROM period q WHERE q.ordinal = 1) AS first_period,
       r.is_partial AS release_is_partial,
       CASE r.is_partial WHEN 1 THEN p.release_period END AS partial_period,
       2 * p.rounding_base AS rounding_margin,                        -- points of a share of 50 persons
       (SELECT count(*) FROM training) AS trainings,
       (SELECT count(*) FROM training WHERE in_force = 1) AS trainings_in_force,
       (SELECT count(*) FROM structure) AS structures,
       (SELECT count(*) FROM finding) AS finding_count
  FROM programme p
  JOIN period r ON r.code = p.release_period
 WHERE p.id = 1
 ORDER BY p.id
