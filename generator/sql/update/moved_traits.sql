-- Trainings that changed region, or left the register, took their counts along: by the traits of today's trainings the
-- flows of such a region do not come to what was published. Such breakdowns are not shown.
-- No parameter. Deletes from observation, only where a release had such trainings.
WITH moved AS MATERIALIZED (
    SELECT min(period_code) AS period_code FROM release WHERE trainings_moved > 0 HAVING count(*) > 0
),
trait_sum AS MATERIALIZED (
    SELECT o.entity_kind, o.entity_code, i.measure, o.period_code, b.dimension, sum(o.value) AS total
      FROM moved
      CROSS JOIN trait_value v
      JOIN breakdown b ON b.code = v.breakdown
      CROSS JOIN indicator i ON i.periodicity = 'flow' AND i.is_personal = 1
      CROSS JOIN territory t ON t.kind IN ('country', 'region')
      CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = i.code
           AND o.breakdown = b.code AND o.period_code <= (SELECT release_period FROM programme)
     GROUP BY 1, 2, 3, 4, 5
),
wrong AS MATERIALIZED (
    SELECT DISTINCT s.entity_kind, s.entity_code, s.measure
      FROM trait_sum s
      CROSS JOIN observation w ON w.entity_kind = s.entity_kind AND w.entity_code = s.entity_code
           AND w.indicator_code = s.measure AND w.period_code = s.period_code AND w.breakdown = ''
     WHERE w.value <> s.total
)
DELETE FROM observation
 WHERE (entity_kind, entity_code, indicator_code, period_code, breakdown)
       IN (SELECT w.entity_kind, w.entity_code, w.measure || s.column1, p.code, v.breakdown
             FROM wrong w
             CROSS JOIN (VALUES (''), ('_cumul')) AS s
             CROSS JOIN period p
             CROSS JOIN trait_value v)
