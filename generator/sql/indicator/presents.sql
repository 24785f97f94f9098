-- Question: how many enrolments are in progress at the end of each quarter?
-- No parameter. Columns of `observation`: value in enrolments, entries less exits up to then, of regions (at least 0) and
-- of the country (rounded: their sum, so that regions add up; exact: its own balance); 'c' where one of the counts is
-- hidden, or of a suppression the stock itself is under the threshold. Empty without enrolments.
WITH balance AS (
    SELECT t.kind, t.code, o.period_code, max(nullif(o.status, 'c')) AS status, count(*) FILTER (WHERE o.status = 'c') AS hidden,
           max(0, total(CASE o.indicator_code WHEN 'entrees_cumul' THEN o.value ELSE -o.value END)) AS present,
           (SELECT CASE protection_mode WHEN 'suppression' THEN rounding_base ELSE 1 END FROM programme) AS threshold
      FROM territory t
      CROSS JOIN (VALUES ('entrees_cumul'), ('termines_cumul'), ('abandons_cumul'), ('reorientes_cumul')) AS m
      CROSS JOIN period p
      CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = m.column1
           AND o.period_code = p.code AND o.breakdown = ''
     WHERE t.kind IN ('region', (SELECT CASE protection_mode WHEN 'suppression' THEN 'country' ELSE 'region' END FROM programme))
     GROUP BY t.kind, t.code, o.period_code
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT 'country', 'FR', 'presents', period_code, '', CASE WHEN sum(hidden) = 0 AND sum(present) NOT BETWEEN 1 AND max(threshold) - 1 THEN sum(present) END,
       CASE WHEN sum(hidden) = 0 AND sum(present) NOT BETWEEN 1 AND max(threshold) - 1 THEN max(status) ELSE 'c' END
  FROM balance
 WHERE kind = (SELECT CASE protection_mode WHEN 'suppression' THEN 'country' ELSE 'region' END FROM programme)
 GROUP BY period_code
UNION ALL
SELECT 'region', code, 'presents', period_code, '', 
       CASE WHEN hidden = 0 AND present NOT BETWEEN 1 AND threshold - 1 THEN present END,
       CASE WHEN hidden = 0 AND present NOT BETWEEN 1 AND threshold - 1 THEN status ELSE 'c' END
  FROM balance
 WHERE kind = 'region'
 ORDER BY 1, 2, 4;
