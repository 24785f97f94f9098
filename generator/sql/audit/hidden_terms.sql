-- Question: which sums between published figures of persons have a hidden figure in them? Each is an equation: its terms
-- come to 0. An attacker reads them off the tables: cumulative counts and their flows, territories, trainings, breakdowns
-- and crosses, who is present.
-- No parameter. Columns: equation, indicator, kind, code, period, breakdown, coefficient, value (NULL: hidden), is_flow (0:
-- cumulative, 2: stock), least (of what is hidden: zeros of learners are shown, those of other measures may be hidden).
-- Where nothing of a measure is shown, not even zeros, nothing is an equation.
WITH told (level, measure, dimensions) AS MATERIALIZED (
    SELECT p.level, p.measure, p.dimensions
      FROM published p
     WHERE EXISTS (SELECT 1 FROM observation o
                     JOIN indicator i ON i.code = o.indicator_code AND i.measure = p.measure
                     LEFT JOIN breakdown b ON b.code = o.breakdown
                    WHERE o.entity_kind = p.level AND o.value IS NOT NULL AND coalesce(b.dimension, '') = p.dimensions)
),
count (cell, indicator, kind, code, measure, is_flow, period, ordinal, breakdown, dimension, value) AS MATERIALIZED (
    SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown,
           o.indicator_code, o.entity_kind, o.entity_code, i.measure,
           CASE i.periodicity WHEN 'flow' THEN 1 WHEN 'cumulative' THEN 0 ELSE 2 END, o.period_code, p.ordinal, o.breakdown,
           coalesce(b.dimension, ''), o.value
      FROM observation o
      JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit IN ('persons', 'enrolments')
      JOIN period p ON p.code = o.period_code
      LEFT JOIN breakdown b ON b.code = o.breakdown
     WHERE (o.status = 'c' OR o.value IS NOT NULL)
       AND (i.measure = 'presents' OR EXISTS (SELECT 1 FROM told t WHERE t.level = o.entity_kind AND t.measure = i.measure
                                                 AND t.dimensions = coalesce(b.dimension, '')))
),
-- The quarter from which a cumulative figure stands as it is: sparse entities store changes only.
before (cell, former) AS (
    SELECT c.cell, lag(c.cell) OVER (PARTITION BY c.kind, c.code, c.measure, c.breakdown ORDER BY c.ordinal)
      FROM count c WHERE c.is_flow = 0
),
-- The last release with trainings that were elsewhere before it.
placed (period_code) AS (
    SELECT coalesce(max(period_code), '') FROM release WHERE trainings_moved > 0
),
part (equation, cell, coefficient, value) AS (
    -- cumulative = former cumulative + flow
    SELECT 'flow ' || c.cell, c.cell, -1, c.value FROM count c WHERE c.is_flow = 0
    UNION ALL
    SELECT 'flow ' || b.cell, f.cell, 1, f.value FROM before b JOIN count f ON f.cell = b.former
    UNION ALL
    SELECT 'flow ' || c.cell, f.cell, 1, f.value
      FROM count c
      JOIN count f ON f.is_flow = 1 AND f.kind = c.kind AND f.code = c.code AND f.measure = c.measure
           AND f.period = c.period AND f.breakdown = c.breakdown
     WHERE c.is_flow = 0
    UNION ALL
    -- country and regions = their parts, where these are published
    SELECT 'parts ' || c.cell, c.cell, -1, c.value
      FROM count c
      JOIN told p ON p.level = CASE c.kind WHEN 'country' THEN 'region' WHEN 'region' THEN 'department' END
           AND p.measure = c.measure AND p.dimensions = c.dimension
    UNION ALL
    SELECT 'parts ' || c.cell, d.cell, 1, d.value
      FROM count d
      JOIN territory t ON t.kind = d.kind AND t.code = d.code AND t.parent_kind IS NOT NULL
      JOIN count c ON c.kind = t.parent_kind AND c.code = t.parent_code AND c.measure = d.measure AND c.is_flow = d.is_flow
           AND c.period = d.period AND c.breakdown = d.breakdown
      JOIN told p ON p.level = d.kind AND p.measure = d.measure AND p.dimensions = d.dimension
    UNION ALL
    -- the flow of a department or a structure = those of its trainings, since all are where they are now
    SELECT 'trainings ' || c.cell, c.cell, -1, c.value
      FROM count c
      JOIN told p ON p.level = 'training' AND p.measure = c.measure AND p.dimensions = ''
     WHERE c.is_flow = 1 AND c.breakdown = '' AND c.kind IN ('department', 'structure')
       AND c.period >= (SELECT period_code FROM placed)
    UNION ALL
    SELECT 'trainings ' || c.cell, d.cell, 1, d.value
      FROM count d
      JOIN training t ON d.kind = 'training' AND t.training_id = d.code
      JOIN count c ON c.measure = d.measure AND c.is_flow = 1 AND c.period = d.period AND c.breakdown = ''
           AND ((c.kind = 'department' AND c.code = t.department_code) OR (c.kind = 'structure' AND c.code = t.structure_id))
     WHERE d.is_flow = 1 AND d.period >= (SELECT period_code FROM placed)
    UNION ALL
    -- those who are present = entries less exits, where any are
    SELECT 'present ' || c.cell, d.cell, CASE d.measure WHEN 'entrees' THEN 1 ELSE -1 END, d.value
      FROM count c
      JOIN count d ON d.kind = c.kind AND d.code = c.code AND d.period = c.period AND d.breakdown = ''
           AND ((d.is_flow = 0 AND d.measure IN ('entrees', 'termines', 'abandons', 'reorientes')) OR d.cell = c.cell)
     WHERE c.is_flow = 2 AND c.measure = 'presents' AND c.kind IN ('country', 'region') AND c.breakdown = '' AND c.value > 0
    UNION ALL
    -- a total = the categories of a breakdown; a category = those of its cross with another
    SELECT 'total ' || s.dimension || ' ' || c.cell, c.cell, -1, c.value
      FROM count c
      JOIN (SELECT DISTINCT kind, code, measure, is_flow, period, dimension FROM count WHERE dimension <> '') s
           ON s.kind = c.kind AND s.code = c.code AND s.measure = c.measure AND s.is_flow = c.is_flow AND s.period = c.period
     WHERE c.breakdown = ''
    UNION ALL
    SELECT 'total ' || d.dimension || ' ' || c.cell, d.cell, 1, d.value
      FROM count d
      JOIN count c ON c.kind = d.kind AND c.code = d.code AND c.measure = d.measure AND c.is_flow = d.is_flow
           AND c.period = d.period AND c.breakdown = ''
     WHERE d.dimension <> ''
    UNION ALL
    SELECT 'cross ' || s.cross_dimension || ' ' || c.cell, c.cell, -1, c.value
      FROM count c
      JOIN (SELECT DISTINCT kind, code, measure, is_flow, period, dimension AS cross_dimension
              FROM count WHERE instr(dimension, '+') > 0) s
           ON s.kind = c.kind AND s.code = c.code AND s.measure = c.measure AND s.is_flow = c.is_flow AND s.period = c.period
     WHERE c.dimension <> '' AND instr(c.dimension, '+') = 0
       AND instr('+' || s.cross_dimension || '+', '+' || c.dimension || '+') > 0
    UNION ALL
    SELECT 'cross ' || d.dimension || ' ' || c.cell, d.cell, 1, d.value
      FROM count d
      JOIN count c ON c.kind = d.kind AND c.code = d.code AND c.measure = d.measure AND c.is_flow = d.is_flow
           AND c.period = d.period AND c.dimension <> '' AND instr(c.dimension, '+') = 0
           AND instr('+' || d.breakdown || '+', '+' || c.breakdown || '+') > 0
     WHERE instr(d.dimension, '+') > 0
    UNION ALL
    -- outcomes are counted of completions
    SELECT 'outcomes ' || d.cell, c.cell, CASE c.cell WHEN d.cell THEN -1 ELSE 1 END, c.value
      FROM count d
      JOIN count c ON c.kind = d.kind AND c.code = d.code AND c.is_flow = d.is_flow AND c.period = d.period AND c.breakdown = ''
           AND c.measure IN ('termines', 'situations_3mois')
     WHERE d.measure = 'situations_3mois' AND d.breakdown = ''
)
SELECT part.equation, c.indicator, c.kind, c.code, c.period, c.breakdown, part.coefficient, part.value,
       c.is_flow, c.measure = 'apprenants' AS least
  FROM part
  JOIN count c ON c.cell = part.cell
 WHERE part.equation IN (SELECT equation FROM part WHERE value IS NULL)
 ORDER BY part.equation, part.cell
