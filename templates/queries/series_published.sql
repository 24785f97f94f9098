-- What was published of the quarters of an indicator of France that were revised since.
-- :indicator  its code. published in the indicator's unit.
SELECT v.period_code AS period, v.published
  FROM figure_revised v
 WHERE v.entity_kind = 'country' AND v.entity_code = 'FR' AND v.indicator_code = :indicator AND v.breakdown = ''
 ORDER BY v.period_code
