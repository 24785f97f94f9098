-- Question: which shares tell of few persons that all of them, or none, are so?
-- No parameter. Columns: cell, found, expected.
SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
       o.numerator || ' of ' || o.denominator AS found, 'no such share under ' || max(20, 4 * p.rounding_base) AS expected
  FROM observation o
  JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit = 'percent' AND i.measure <> 'taux_reponse'
  JOIN programme p
 WHERE o.value IS NOT NULL AND (o.numerator = 0 OR o.numerator = o.denominator)
   AND o.denominator < max(20, 4 * p.rounding_base)
 ORDER BY cell
