-- Question: what share of the learners have a bursary?
-- No parameter. Columns of `observation`: value in percent to one decimal, half up; numerator and denominator in persons
-- (in / in or out). 'z' where nobody entered or corrections prevail, 'c' where a count is hidden or the
-- denominator is under programme.share_minimum, 'l' and 'h' for none and for all of fewer than 20 persons or 4 bases. Country and regions, where the breakdown is published.
WITH figure AS MATERIALIZED (
    SELECT t.kind, t.code, m.share_code AS indicator_code, p.code AS period_code, a.status,
           max(1, (SELECT share_minimum FROM programme)) AS share_minimum,
           max(20, 4 * (SELECT rounding_base FROM programme)) AS extreme_minimum,
           CAST(a.value AS INTEGER) AS everybody,
           CAST(CASE WHEN y.entity_code IS NULL THEN 0 ELSE y.value END AS INTEGER) AS yes,
           CAST(a.value - CASE WHEN u.entity_code IS NULL THEN 0 ELSE u.value END AS INTEGER) AS known
      FROM territory t
      CROSS JOIN (SELECT 'apprenants' AS measure, 'part_boursiers' AS share_code
                  UNION ALL SELECT 'apprenants_cumul', 'part_boursiers_cumul') m
      CROSS JOIN period p
      CROSS JOIN observation a ON a.entity_kind = t.kind AND a.entity_code = t.code AND a.indicator_code = m.measure
           AND a.period_code = p.code AND a.breakdown = ''
      LEFT JOIN observation y ON y.entity_kind = t.kind AND y.entity_code = t.code AND y.indicator_code = m.measure
           AND y.period_code = p.code AND y.breakdown = 'bourse:oui'
      LEFT JOIN observation u ON u.entity_kind = t.kind AND u.entity_code = t.code AND u.indicator_code = m.measure
           AND u.period_code = p.code AND u.breakdown = 'bourse:inconnu'
     WHERE EXISTS (SELECT 1 FROM published c
                    WHERE c.level = t.kind AND c.measure = 'apprenants' AND c.dimensions = 'bourse')
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, indicator_code, period_code, '',
       CASE WHEN flag IS NULL THEN ((2000 * yes + known) / (2 * known)) / 10.0 END,
       CASE WHEN flag IS NULL THEN yes END,
       CASE WHEN flag IS NULL THEN known END,
       coalesce(flag, status)
  FROM (SELECT *, CASE WHEN everybody = 0 THEN 'z'
                       WHEN yes IS NULL OR known IS NULL OR known < share_minimum THEN 'c'
                       WHEN yes NOT BETWEEN 0 AND known THEN 'z' -- corrections took out more than came in
                       WHEN yes = 0 AND known < extreme_minimum THEN 'l'
                       WHEN yes = known AND known < extreme_minimum THEN 'h' END AS flag
          FROM figure)
 ORDER BY kind, code, indicator_code, period_code;
