-- The protected counts of one indicator of one entity: observations without numerator and denominator.
-- Parameters: entity_kind, entity_code, indicator_code, counts (JSON list of persons or enrolments; null: no row),
-- first (ordinal in count_cell of what the first number stands for). One statement a series, not one a row: four times
-- faster.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT :entity_kind, :entity_code, :indicator_code, c.period_code, c.breakdown, n.value, c.status
  FROM json_each(:counts) n
  CROSS JOIN count_cell c ON c.ordinal = :first + n.key
 WHERE n.value IS NOT NULL
