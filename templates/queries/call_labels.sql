-- Where the labels of a call stand at the release.
-- :wave  its number. value: trainings; percent: of all those of the call, NULL without any.
WITH asked AS (
    SELECT CASE WHEN in_force = 1 AND label_status = 'renouvelee' THEN 'renouvele' WHEN in_force = 1 THEN 'en-vigueur'
                WHEN label_status = 'retiree' THEN 'retire' ELSE 'echu' END AS code
      FROM training WHERE wave = :wave
)
SELECT s.column1 AS code, s.column2 AS label, s.column3 AS ordinal,
       (SELECT count(*) FROM asked a WHERE a.code = s.column1) AS value,
       100.0 * (SELECT count(*) FROM asked a WHERE a.code = s.column1) / nullif((SELECT count(*) FROM asked), 0) AS percent
  FROM (VALUES ('en-vigueur', 'En vigueur, premier label', 1), ('renouvele', 'En vigueur, renouvelé', 2),
               ('retire', 'Retiré', 3), ('echu', 'Échu', 4)) s
 ORDER BY s.column3
