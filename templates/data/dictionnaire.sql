-- The catalogue of indicators.
-- No parameter.
SELECT code, label AS libelle, label_en AS libelle_anglais, unit AS unite, periodicity AS periodicite, decimals AS decimales, direction AS sens,
       definition, numerator AS numerateur, denominator AS denominateur, scope AS champ, unknown AS inconnus, source,
       since AS depuis, notes AS remarques
  FROM indicator
 ORDER BY ordinal
