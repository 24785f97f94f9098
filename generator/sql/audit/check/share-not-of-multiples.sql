-- Question: which shares of persons are not the quotient of two multiples of the base, or of too few persons? The response
-- rate is a share of trainings.
-- No parameter. Columns: cell, found, expected.
SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
       o.value || ' = ' || coalesce(o.numerator, 'nothing') || ' / ' || coalesce(o.denominator, 'nothing') AS found,
       'a quotient of multiples of ' || p.rounding_base || ', of ' || p.share_minimum || ' or more' AS expected
  FROM observation o
  JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit = 'percent' AND i.measure <> 'taux_reponse'
  JOIN (SELECT CASE protection_mode WHEN 'suppression' THEN 1 ELSE rounding_base END AS rounding_base, share_minimum
          FROM programme) p
 WHERE o.value IS NOT NULL
   AND (o.numerator IS NULL OR o.denominator IS NULL OR o.numerator % p.rounding_base <> 0
        OR o.denominator % p.rounding_base <> 0 OR o.denominator < p.share_minimum OR o.numerator > o.denominator
        OR abs(o.value - 100.0 * o.numerator / o.denominator) > 0.5 / power(10, i.decimals) + 1e-9)
 ORDER BY cell
