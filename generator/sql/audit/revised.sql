-- Question: which flows say that a later release revised them?
-- No parameter. Columns: indicator, kind, code, period, breakdown.
SELECT DISTINCT indicator_code AS indicator, entity_kind AS kind, entity_code AS code, period_code AS period, breakdown
  FROM revision WHERE change IS NOT NULL ORDER BY entity_kind, entity_code, indicator_code, period_code, breakdown
