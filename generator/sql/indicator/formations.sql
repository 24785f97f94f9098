-- Question: how many trainings have a label in force at the end of each quarter, in all and by what the register says of it?
-- No parameter; reads the temporary tables of prepare/in_force.sql and prepare/stock_flow.sql. Columns of `observation`: value
-- in trainings; totals of country, regions and departments, by trait ('vague:1', 'famille:web') for country and regions.
-- Zeros are rows.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT kind, code, 'formations', period_code, '', trainings, ''
  FROM register_total
UNION ALL
SELECT kind, code, 'formations', period_code, breakdown, trainings, ''
  FROM register_part
 ORDER BY 1, 2, 4, 5;
