-- An indicator of France at the release, by what it is broken down by. label: of the vocabularies of the configuration,
-- NULL where the catalogue of labels has it; wave: the number, of the breakdown by call; is_first: where another
-- breakdown begins. An unknown that counts nobody is left out, but of persons.
-- :indicator  its code; :period  the release. Values in the indicator's unit; percent: of the total, adding up to 100 in
-- each dimension, NULL without a total. The parts are bound to the quarter before they are ranked: a view of windows
-- takes a bound value inside, not one of a join.
WITH part AS MATERIALIZED (
    SELECT v.breakdown, v.percent
      FROM observation_part v
     WHERE v.entity_kind = 'country' AND v.entity_code = 'FR' AND v.indicator_code = :indicator AND v.period_code = :period
)
SELECT b.code AS breakdown, b.dimension, b.label_fr AS label, c.wave,
       b.dimension IS NOT lag(b.dimension) OVER (ORDER BY b.ordinal) AS is_first,
       o.value, o.status, part.percent,
       o.indicator_code || '/country:FR/' || o.period_code || '/' || o.breakdown AS cell
  FROM observation o
  JOIN breakdown b ON b.code = o.breakdown
  LEFT JOIN part ON part.breakdown = b.code
  LEFT JOIN call c ON b.dimension = 'vague' AND c.wave = substr(b.code, 7)
 WHERE o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = :indicator
   AND o.period_code = :period AND o.breakdown > ''
   AND NOT (o.value = 0 AND b.code LIKE '%:inconnu' AND b.dimension IN ('famille', 'niveau', 'duree', 'statut', 'modalite', 'vague'))
 ORDER BY b.ordinal
