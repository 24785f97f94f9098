-- Question: which breakdowns do not come to their total, or crosses to their margins?
-- No parameter. Columns: cell, found, expected.
WITH count (kind, code, indicator_code, period_code, breakdown, dimension, value) AS (
    SELECT o.entity_kind, o.entity_code, o.indicator_code, o.period_code, o.breakdown, b.dimension, o.value
      FROM observation o
      JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit IN ('persons', 'enrolments')
      JOIN breakdown b ON b.code = o.breakdown
     WHERE b.dimension <> ''
       -- Of structures and trainings only what changed is a row: cumulative figures of one quarter are not all there.
       AND (o.entity_kind NOT IN ('structure', 'training') OR i.periodicity = 'flow')
),
-- of: the breakdown that these come to
sums (kind, code, indicator_code, period_code, of, dimension, total, hidden) AS (
    SELECT kind, code, indicator_code, period_code, '', dimension, sum(value), count(*) - count(value) FROM count GROUP BY 1, 2, 3, 4, 6
    UNION ALL
    SELECT kind, code, indicator_code, period_code, substr(breakdown, 1, instr(breakdown, '+') - 1), dimension, sum(value), count(*) - count(value)
      FROM count WHERE instr(breakdown, '+') > 0 GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT kind, code, indicator_code, period_code, substr(breakdown, instr(breakdown, '+') + 1), dimension, sum(value), count(*) - count(value)
      FROM count WHERE instr(breakdown, '+') > 0 GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT s.indicator_code || '/' || s.kind || ':' || s.code || '/' || s.period_code || '/' || s.of AS cell,
       s.total || ' by ' || s.dimension AS found, coalesce(o.value, 'nothing') AS expected
  FROM sums s
  LEFT JOIN observation o ON o.entity_kind = s.kind AND o.entity_code = s.code AND o.indicator_code = s.indicator_code
       AND o.period_code = s.period_code AND o.breakdown = s.of
 WHERE s.hidden = 0 AND o.value IS NOT s.total AND coalesce(o.status, '') <> 'c' -- hidden ones: hidden_terms.sql
 ORDER BY cell
