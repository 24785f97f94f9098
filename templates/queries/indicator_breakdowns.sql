-- An indicator of France at the release, by what it is broken down by. label: of the vocabularies of the configuration,
-- NULL where the catalogue of labels has it; wave: the number, of the breakdown by call; is_first: where another
-- breakdown begins. An unknown that counts nobody is left out, but of persons.
-- :indicator  its code. Values in the indicator's unit; percent: of the total, adding up to 100 in each dimension, NULL
-- without a total.
SELECT b.code AS breakdown, b.dimension, b.label_fr AS label, c.wave,
       b.dimension IS NOT lag(b.dimension) OVER (ORDER BY b.ordinal) AS is_first,
       o.value, o.status, part.percent,
       o.indicator_code || '/country:FR/' || p.release_period || '/' || o.breakdown AS cell
  FROM programme p
  JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = :indicator
       AND o.period_code = p.release_period AND o.breakdown > ''
  JOIN breakdown b ON b.code = o.breakdown
  LEFT JOIN observation_part part ON part.entity_kind = 'country' AND part.entity_code = 'FR'
       AND part.indicator_code = :indicator AND part.period_code = (SELECT release_period FROM programme) AND part.breakdown = b.code
  LEFT JOIN call c ON b.dimension = 'vague' AND c.wave = substr(b.code, 7)
 WHERE p.id = 1
   AND NOT (o.value = 0 AND b.code LIKE '%:inconnu' AND b.dimension IN ('famille', 'niveau', 'duree', 'statut', 'modalite', 'vague'))
 ORDER BY b.ordinal
