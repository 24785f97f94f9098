-- Every indicator of France and the regions, by quarter and breakdown.
-- No parameter.
SELECT entity_kind AS type, entity_code AS code, indicator_code AS indicateur, period_code AS periode,
       breakdown AS ventilation, value AS valeur, numerator AS numerateur, denominator AS denominateur, status AS statut
  FROM observation
 WHERE entity_kind IN ('country', 'region')
 ORDER BY entity_kind, entity_code, indicator_code, period_code, breakdown
