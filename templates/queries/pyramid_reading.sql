-- The class of age that the pyramid is read with: the one with most women. At most one row.
-- No parameter. label: code of the catalogue's "breakdown"; women, men: persons.
SELECT a.code AS label, w.value AS women, m.value AS men
  FROM programme p
  JOIN breakdown a ON a.dimension = 'age' AND a.code <> 'age:inconnu'
  JOIN observation w ON w.entity_kind = 'country' AND w.entity_code = 'FR' AND w.indicator_code = 'apprenants_cumul'
       AND w.period_code = p.release_period AND w.breakdown = a.code || '+sexe:F' AND w.value IS NOT NULL
  JOIN observation m ON m.entity_kind = 'country' AND m.entity_code = 'FR' AND m.indicator_code = 'apprenants_cumul'
       AND m.period_code = p.release_period AND m.breakdown = a.code || '+sexe:M' AND m.value IS NOT NULL
 WHERE p.id = 1
 ORDER BY w.value DESC, a.code LIMIT 1
