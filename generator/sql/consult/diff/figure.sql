-- Question: which figures does a publication hold?
-- No parameter. Columns: key_kind, key_code, key_indicator, key_period, key_breakdown are the key and the order, name
-- is for people, what is compared is value, unit, numerator, denominator, status.
SELECT o.entity_kind AS key_kind, o.entity_code AS key_code, o.indicator_code AS key_indicator,
       o.period_code AS key_period, o.breakdown AS key_breakdown, i.label AS name, o.value, i.unit, o.numerator,
       o.denominator, o.status
  FROM observation o
  JOIN indicator i ON i.code = o.indicator_code
 ORDER BY o.entity_kind, o.entity_code, o.indicator_code, o.period_code, o.breakdown;
