-- Question: what share of the learners reside in a rural revitalization zone?
-- No parameter. Columns of `observation`: value in percent to one decimal, half up; numerator and denominator in persons
-- (in / in or out). 'z' where nobody entered, 'c' where the denominator is under
-- programme.share_minimum. Country and regions, where the breakdown is published.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, indicator_code, period_code, '',
       CASE WHEN known >= share_minimum THEN ((2000 * yes + known) / (2 * known)) / 10.0 END,
       CASE WHEN known >= share_minimum THEN yes END,
       CASE WHEN known >= share_minimum THEN known END,
       CASE WHEN everybody = 0 THEN 'z' WHEN known < share_minimum THEN 'c' ELSE status END
  FROM (SELECT t.kind, t.code, m.share_code AS indicator_code, p.code AS period_code, max(o.status) AS status,
               max(1, (SELECT share_minimum FROM programme)) AS share_minimum,
               CAST(total(CASE WHEN o.breakdown = 'zrr:oui' THEN o.value END) AS INTEGER) AS yes,
               CAST(total(CASE WHEN o.breakdown <> 'zrr:indetermine' THEN o.value END) AS INTEGER) AS known,
               CAST(total(o.value) AS INTEGER) AS everybody
          FROM territory t
          CROSS JOIN (SELECT 'apprenants' AS measure, 'part_zrr' AS share_code
                      UNION ALL SELECT 'apprenants_cumul', 'part_zrr_cumul') m
          CROSS JOIN period p
          CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = m.measure
               AND o.period_code = p.code AND o.breakdown >= 'zrr:' AND o.breakdown < 'zrr;'
         WHERE instr(o.breakdown, '+') = 0
         GROUP BY t.kind, t.code, m.share_code, p.code)
 ORDER BY kind, code, indicator_code, period_code;
