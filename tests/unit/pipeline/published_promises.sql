-- Question: which published counts of persons break a promise? None should.
-- No parameter. Columns: promise, entity, indicator, period, breakdown.
WITH person AS (
    SELECT o.*, i.periodicity, i.measure FROM observation o JOIN indicator i ON i.code = o.indicator_code
     WHERE i.measure IN (SELECT measure FROM published) AND i.unit <> 'euros'
),
part AS (
    SELECT t.parent_kind AS kind, t.parent_code AS code, p.indicator_code, p.period_code, p.breakdown, sum(p.value) AS value
      FROM person p JOIN territory t ON t.kind = p.entity_kind AND t.code = p.entity_code
     WHERE t.parent_kind IS NOT NULL
     GROUP BY 1, 2, 3, 4, 5
)
SELECT 'multiple of the base' AS promise, entity_kind || ':' || entity_code AS entity, indicator_code AS indicator,
       period_code AS period, breakdown
  FROM person
 WHERE value < 0 OR CAST(value AS INTEGER) % (SELECT rounding_base FROM programme) <> 0 OR value <> CAST(value AS INTEGER)
UNION ALL
SELECT 'amounts are multiples of their unit', entity_kind || ':' || entity_code, indicator_code, period_code, breakdown
  FROM observation
 WHERE indicator_code IN ('bourses_montant', 'bourses_montant_cumul')
   AND CAST(value AS INTEGER) % (4000 * (SELECT rounding_base FROM programme)) <> 0
UNION ALL
SELECT 'territories add up', w.entity_kind || ':' || w.entity_code, w.indicator_code, w.period_code, w.breakdown
  FROM person w
  JOIN part p ON p.kind = w.entity_kind AND p.code = w.entity_code AND p.indicator_code = w.indicator_code
       AND p.period_code = w.period_code AND p.breakdown = w.breakdown
 WHERE p.value <> w.value
UNION ALL
SELECT 'categories add up', p.entity_kind || ':' || p.entity_code, p.indicator_code, p.period_code, b.dimension
  FROM person p JOIN breakdown b ON b.code = p.breakdown
 WHERE b.dimension <> ''
 GROUP BY p.entity_kind, p.entity_code, p.indicator_code, p.period_code, b.dimension
HAVING sum(p.value) <> (SELECT w.value FROM observation w
                         WHERE w.entity_kind = p.entity_kind AND w.entity_code = p.entity_code
                           AND w.indicator_code = p.indicator_code AND w.period_code = p.period_code AND w.breakdown = '')
UNION ALL
SELECT 'cumulative is the sum of flows', c.entity_kind || ':' || c.entity_code, c.indicator_code, c.period_code, c.breakdown
  FROM person c
 WHERE c.periodicity = 'cumulative'
   AND c.value <> (SELECT sum(f.value) FROM observation f
                    WHERE f.entity_kind = c.entity_kind AND f.entity_code = c.entity_code
                      AND f.indicator_code = c.measure AND f.period_code <= c.period_code AND f.breakdown = c.breakdown)
UNION ALL
SELECT 'trainings add up to their department', 'department:' || d.entity_code, d.indicator_code, d.period_code, ''
  FROM person d
 WHERE d.entity_kind = 'department' AND d.breakdown = '' AND d.periodicity = 'flow' AND d.measure <> 'situations_3mois'
   AND d.value <> (SELECT total(o.value) FROM training t
                     JOIN observation o ON o.entity_kind = 'training' AND o.entity_code = t.training_id
                          AND o.indicator_code = d.indicator_code AND o.period_code = d.period_code AND o.breakdown = ''
                    WHERE t.department_code = d.entity_code)
 ORDER BY 1, 2, 3, 4, 5
