-- The catalogue of indicators.
-- No parameter.
SELECT code, label AS libelle, unit AS unite, periodicity AS periodicite, decimals AS decimales, direction AS sens,
       definition, numerator AS numerateur, denominator AS denominateur, scope AS champ, unknown AS inconnus, source, notes AS remarques
  FROM indicator
 ORDER BY ordinal
