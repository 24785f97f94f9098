-- Question: what share of the learners are women (part_femmes), were young, with few qualifications, neither in employment
-- nor in training (part_neet), reside in a priority neighbourhood (part_qpv), in a rural revitalization zone (part_zrr),
-- or have a bursary (part_boursiers)?
-- No parameter; reads the temporary tables of prepare/share.sql, which say what each share is made of. Columns of
-- `observation`: value in percent to one decimal, half up; numerator and denominator in persons (women / sex known: X is
-- known; NEET / NEET or not; in / in or out). 'z' where nobody entered or corrections prevail, 'c' where a count is hidden or
-- the denominator is under programme.share_minimum, 'l' and 'h' for none and for all of fewer than 20 persons or 4 bases.
-- Country, regions and departments, where the breakdown is published.
WITH told AS MATERIALIZED (
    SELECT c.level, w.measure, y.breakdown AS yes, u.breakdown AS unknown
      FROM share_whole w
      JOIN share_yes y ON y.measure = w.measure
      JOIN share_unknown u ON u.measure = w.measure
      JOIN published c ON c.measure = w.whole AND c.dimensions || ':' = substr(y.breakdown, 1, instr(y.breakdown, ':'))
     WHERE w.whole = 'apprenants'
),
figure AS MATERIALIZED (
    SELECT t.kind, t.code, d.measure || s.column1 AS indicator_code, p.code AS period_code, a.status,
           max(1, (SELECT share_minimum FROM programme)) AS share_minimum,
           max(20, 4 * (SELECT rounding_base FROM programme)) AS extreme_minimum,
           CAST(a.value AS INTEGER) AS everybody,
           CAST(CASE WHEN y.entity_code IS NULL THEN 0 ELSE y.value END AS INTEGER) AS yes,
           CAST(a.value - CASE WHEN u.entity_code IS NULL THEN 0 ELSE u.value END AS INTEGER) AS known
      FROM territory t
      CROSS JOIN (VALUES (''), ('_cumul')) AS s
      CROSS JOIN period p
      CROSS JOIN observation a ON a.entity_kind = t.kind AND a.entity_code = t.code
           AND a.indicator_code = 'apprenants' || s.column1 AND a.period_code = p.code AND a.breakdown = ''
      CROSS JOIN told d ON d.level = t.kind
      LEFT JOIN observation y ON y.entity_kind = t.kind AND y.entity_code = t.code
           AND y.indicator_code = 'apprenants' || s.column1 AND y.period_code = p.code AND y.breakdown = d.yes
      LEFT JOIN observation u ON u.entity_kind = t.kind AND u.entity_code = t.code
           AND u.indicator_code = 'apprenants' || s.column1 AND u.period_code = p.code AND u.breakdown = d.unknown
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
