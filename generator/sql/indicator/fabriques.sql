-- Question: at how many distinct sites is a training with a label in force at the end of each quarter, in all and by what the register says of it?
-- No parameter; reads the temporary tables of prepare/in_force.sql and prepare/stock_flow.sql. Columns of `observation`: value
-- in sites; totals of country, regions and departments, by trait ('vague:1', 'famille:web') for country and regions.
-- Zeros are rows.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT kind, code, 'fabriques', period_code, '', sites, ''
  FROM register_total
UNION ALL
SELECT kind, code, 'fabriques', period_code, breakdown, sites, ''
  FROM register_part
 ORDER BY 1, 2, 4, 5;
