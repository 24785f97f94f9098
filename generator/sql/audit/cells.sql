-- Question: what are all the figures?
-- No parameter. Columns: indicator, kind, code, period, breakdown, value (NULL: none is shown).
SELECT indicator_code AS indicator, entity_kind AS kind, entity_code AS code, period_code AS period, breakdown, value
  FROM observation ORDER BY entity_kind, entity_code, indicator_code, period_code, breakdown
