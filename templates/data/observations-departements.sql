-- Every indicator of the departments, totals only, by quarter.
-- No parameter.
SELECT entity_code AS code, indicator_code AS indicateur, period_code AS periode, value AS valeur,
       numerator AS numerateur, denominator AS denominateur, status AS statut
  FROM observation
 WHERE entity_kind = 'department' AND breakdown = ''
 ORDER BY entity_code, indicator_code, period_code
