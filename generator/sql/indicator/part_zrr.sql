-- Question: what share of the learners reside in a rural revitalization zone?
-- No parameter. Columns of `observation`: value in percent to one decimal, half up; numerator and denominator in persons
-- (in / in or out). 'z' where nobody entered, or corrections took out of a flow more than came in, 'c' where the denominator is under
-- programme.share_minimum. Country and regions, where the breakdown is published.
WITH figure AS MATERIALIZED (
    SELECT t.kind, t.code, m.share_code AS indicator_code, p.code AS period_code, a.status,
           max(1, (SELECT share_minimum FROM programme)) AS share_minimum,
           CAST(a.value AS INTEGER) AS everybody,
           CAST(coalesce(y.value, 0) AS INTEGER) AS yes,
           CAST(a.value - coalesce(u.value, 0) AS INTEGER) AS known
      FROM territory t
      CROSS JOIN (SELECT 'apprenants' AS measure, 'part_zrr' AS share_code
                  UNION ALL SELECT 'apprenants_cumul', 'part_zrr_cumul') m
      CROSS JOIN period p
      CROSS JOIN observation a ON a.entity_kind = t.kind AND a.entity_code = t.code AND a.indicator_code = m.measure
           AND a.period_code = p.code AND a.breakdown = ''
      LEFT JOIN observation y ON y.entity_kind = t.kind AND y.entity_code = t.code AND y.indicator_code = m.measure
           AND y.period_code = p.code AND y.breakdown = 'zrr:oui'
      LEFT JOIN observation u ON u.entity_kind = t.kind AND u.entity_code = t.code AND u.indicator_code = m.measure
           AND u.period_code = p.code AND u.breakdown = 'zrr:indetermine'
     WHERE EXISTS (SELECT 1 FROM published c
                    WHERE c.level = t.kind AND c.measure = 'apprenants' AND c.dimensions = 'zrr')
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, indicator_code, period_code, '',
       CASE WHEN known >= share_minimum AND yes BETWEEN 0 AND known THEN ((2000 * yes + known) / (2 * known)) / 10.0 END,
       CASE WHEN known >= share_minimum AND yes BETWEEN 0 AND known THEN yes END,
       CASE WHEN known >= share_minimum AND yes BETWEEN 0 AND known THEN known END,
       CASE WHEN everybody = 0 THEN 'z' WHEN known < share_minimum THEN 'c' WHEN yes NOT BETWEEN 0 AND known THEN 'z'
            ELSE status END
  FROM figure
 ORDER BY kind, code, indicator_code, period_code;
