-- Question: what share of the learners are women?
-- No parameter. Columns of `observation`: value in percent to one decimal, half up; numerator and denominator in persons
-- (women / sex known, X is known). 'z' where nobody entered, 'c' where the denominator is under
-- programme.share_minimum. Country, regions, departments.
WITH figure AS MATERIALIZED (
    SELECT t.kind, t.code, m.share_code AS indicator_code, p.code AS period_code, a.status,
           max(1, (SELECT share_minimum FROM programme)) AS share_minimum,
           CAST(a.value AS INTEGER) AS everybody,
           CAST(y.value AS INTEGER) AS yes,
           CAST(a.value AS INTEGER) -
           (SELECT CAST(total(o.value) AS INTEGER) FROM observation o
             WHERE o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = m.measure
               AND o.period_code = p.code AND o.breakdown = 'sexe:inconnu') AS known
      FROM territory t
      CROSS JOIN (SELECT 'apprenants' AS measure, 'part_femmes' AS share_code
                  UNION ALL SELECT 'apprenants_cumul', 'part_femmes_cumul') m
      CROSS JOIN period p
      CROSS JOIN observation a ON a.entity_kind = t.kind AND a.entity_code = t.code AND a.indicator_code = m.measure
           AND a.period_code = p.code AND a.breakdown = ''
      CROSS JOIN observation y ON y.entity_kind = t.kind AND y.entity_code = t.code AND y.indicator_code = m.measure
           AND y.period_code = p.code AND y.breakdown = 'sexe:F'
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, indicator_code, period_code, '',
       CASE WHEN known >= share_minimum THEN ((2000 * yes + known) / (2 * known)) / 10.0 END,
       CASE WHEN known >= share_minimum THEN yes END,
       CASE WHEN known >= share_minimum THEN known END,
       CASE WHEN everybody = 0 THEN 'z' WHEN known < share_minimum THEN 'c' ELSE status END
  FROM figure
 ORDER BY kind, code, indicator_code, period_code;
