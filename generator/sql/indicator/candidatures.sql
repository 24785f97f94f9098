-- Question: how many applications came to the calls decided by the end of each quarter, and to which?
-- No parameter. Columns of `observation`: value in applications; 'u' where calls were decided and no number is known. Country,
-- and by wave ('vague:1') where the number is known.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
SELECT 'country', 'FR', 'candidatures', p.code, '',
       CASE WHEN count(c.wave) > 0 AND count(c.applications) = 0 THEN NULL ELSE coalesce(sum(c.applications), 0) END,
       CASE WHEN count(c.wave) > 0 AND count(c.applications) = 0 THEN 'u' ELSE '' END
  FROM period p
  LEFT JOIN call c ON c.decided_day <= p.last_day
 GROUP BY p.code
UNION ALL
SELECT 'country', 'FR', 'candidatures', p.code, 'vague:' || c.wave, c.applications, ''
  FROM period p
  JOIN call c ON c.decided_day <= p.last_day AND c.applications IS NOT NULL
 ORDER BY 4, 5;
