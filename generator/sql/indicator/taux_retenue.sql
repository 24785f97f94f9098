-- Question: what share of the applications to the calls decided by the end of each quarter was retained?
-- No parameter. Columns of `observation`: value in percent to one decimal, half up; numerator = applications retained,
-- denominator = applications; 'z' where no call is decided with both numbers known. Country, and by wave.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT 'country', 'FR', 'taux_retenue', period_code, '',
       CASE WHEN applications > 0 THEN ((2000 * retained + applications) / (2 * applications)) / 10.0 END,
       CASE WHEN applications > 0 THEN retained END,
       CASE WHEN applications > 0 THEN applications END,
       CASE WHEN applications > 0 THEN '' ELSE 'z' END
  FROM (SELECT p.code AS period_code, coalesce(sum(c.applications), 0) AS applications,
               coalesce(sum(c.retained), 0) AS retained
          FROM period p
          LEFT JOIN call c ON c.decided_day <= p.last_day AND c.applications > 0 AND c.retained IS NOT NULL
         GROUP BY p.code)
UNION ALL
SELECT 'country', 'FR', 'taux_retenue', p.code, 'vague:' || c.wave,
       ((2000 * c.retained + c.applications) / (2 * c.applications)) / 10.0, c.retained, c.applications, ''
  FROM period p
  JOIN call c ON c.decided_day <= p.last_day AND c.applications > 0 AND c.retained IS NOT NULL
 ORDER BY 4, 5;
