-- Question: where should each indicator be at the end of each quarter?
-- No parameter; reads the temporary table of prepare/target_path.sql. Columns of `trajectory`: expected in the indicator's unit,
-- from the start of the target to its deadline (which may be after the release). Of several main targets of one
-- indicator, each quarter follows the one with the nearest deadline to come.
INSERT INTO trajectory (indicator_code, entity_kind, entity_code, period_code, expected)
SELECT indicator_code, entity_kind, entity_code, period_code, expected
  FROM (SELECT *, row_number() OVER (PARTITION BY indicator_code, entity_kind, entity_code, period_code
                                     ORDER BY deadline_period) AS rank
          FROM target_path
         WHERE is_milestone = 0 AND period_code <= deadline_period)
 WHERE rank = 1
 ORDER BY indicator_code, entity_kind, entity_code, period_code;
