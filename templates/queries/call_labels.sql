-- Where the labels of a call stand at the release.
-- :wave  its number. value: trainings; percent: of all those of the call, adding up to 100 by
-- largest remainders, NULL without any; rank: 1 for the most.
WITH asked AS (
    SELECT CASE WHEN in_force = 1 AND label_status = 'renouvelee' THEN 'renouvele' WHEN in_force = 1 THEN 'en-vigueur'
                WHEN label_status = 'retiree' THEN 'retire' ELSE 'echu' END AS code
      FROM training WHERE wave = :wave
), counted AS (
    SELECT s.column1 AS code, s.column2 AS label, s.column3 AS ordinal,
           (SELECT count(*) FROM asked a WHERE a.code = s.column1) AS value
      FROM (VALUES ('en-vigueur', 'En vigueur, premier label', 1), ('renouvele', 'En vigueur, renouvelé', 2),
                   ('retire', 'Retiré', 3), ('echu', 'Échu', 4)) s
), cut AS (
    SELECT *, 1000 * value / nullif(sum(value) OVER (), 0) AS low, 1000 * value % nullif(sum(value) OVER (), 0) AS rest
      FROM counted
)
SELECT code, label, ordinal, value,
       (low + (row_number() OVER (ORDER BY rest DESC, ordinal) <= 1000 - sum(low) OVER ())) / 10.0 AS percent,
       row_number() OVER (ORDER BY value DESC, ordinal) AS rank
  FROM cut
 ORDER BY ordinal
