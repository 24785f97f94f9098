-- Question: how many enrolments are in progress at the end of each quarter?
-- No parameter. Columns of `observation`: value in enrolments, entries less exits up to then, of regions (at least 0) and
-- of the country (their sum, so that regions add up). Empty without enrolments.
WITH region_balance AS (
    SELECT t.code, o.period_code, max(o.status) AS status,
           max(0, total(CASE o.indicator_code WHEN 'entrees_cumul' THEN o.value ELSE -o.value END)) AS present
      FROM territory t
      CROSS JOIN (VALUES ('entrees_cumul'), ('termines_cumul'), ('abandons_cumul'), ('reorientes_cumul')) AS m
      CROSS JOIN period p
      CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = m.column1
           AND o.period_code = p.code AND o.breakdown = ''
     WHERE t.kind = 'region'
     GROUP BY t.code, o.period_code
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT 'country', 'FR', 'presents', period_code, '', sum(present), max(status)
  FROM region_balance
 GROUP BY period_code
UNION ALL
SELECT 'region', code, 'presents', period_code, '', present, status
  FROM region_balance
 ORDER BY 1, 2, 4;
