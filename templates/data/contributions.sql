-- What explains the gap of each target at the release. The parts of a dimension add up to the gap.
-- No parameter. valeur, poids, attendu and contribution in the unit of the numerator, points in points.
SELECT indicator_code AS indicateur, entity_kind AS type, entity_code AS code, deadline_period AS echeance,
       dimension, part, value AS valeur, weight AS poids, expected AS attendu, contribution, points
  FROM contribution
 ORDER BY indicator_code, entity_kind, entity_code, deadline_period, dimension, ordinal
