-- The protected counts of one indicator of one entity: observations without numerator and denominator.
-- Parameters: entity_kind, entity_code, indicator_code, counts (JSON list of persons or enrolments; null: no row; text:
-- the flag of a hidden one),
-- first (ordinal in count_cell of what the first number stands for). One statement a series, not one a row: four times
-- faster.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT :entity_kind, :entity_code, :indicator_code, c.period_code, c.breakdown,
       CASE WHEN n.type <> 'text' THEN n.value END, CASE n.type WHEN 'text' THEN n.value ELSE c.status END
  FROM json_each(:counts) n
  CROSS JOIN count_cell c ON c.ordinal = :first + n.key
 WHERE n.value IS NOT NULL
