-- Question: what do the definitions of two counts of persons say of each other, where one of them is hidden? Each is a limit:
-- its terms come to 0 or less. Who enters is enrolled; who learns or arrives has entered, and nobody does both by one entry;
-- nobody leaves who did not enter, nor arrives who was not redirected; who is 26 or older is no NEET. In a quarter as well
-- as up to it, where files that came later changed nothing; but the enrolment, the exit and the arrival may be in other
-- quarters than the entry or the redirection they are compared with.
-- No parameter. Columns: equation (of the limit), indicator, kind, code, period, breakdown, coefficient, value (NULL: hidden),
-- is_flow, least (as in hidden_terms), hides_stock (1: what the limit leaves are those who are present, and they are hidden).
WITH link (name, smaller, larger, in_quarter, in_country) AS (
    VALUES ('entered', 'entrees', 'inscriptions', 0, 0),
           ('learning', 'apprenants', 'entrees', 1, 0),
           ('arrived', 'accueils', 'entrees', 1, 0),
           ('new', 'apprenants', 'entrees', 1, 0), ('new', 'accueils', 'entrees', 1, 0),
           ('left', 'termines', 'entrees', 0, 0), ('left', 'abandons', 'entrees', 0, 0), ('left', 'reorientes', 'entrees', 0, 0),
           ('redirected', 'accueils', 'reorientes', 0, 1)
),
side (name, measure, in_quarter, in_country, coefficient) AS (
    SELECT name, smaller, in_quarter, in_country, 1 FROM link
    UNION
    SELECT name, larger, in_quarter, in_country, -1 FROM link
),
-- Of the breakdowns: NEET or not, and the ages, of all (rest '+') or of one category of another breakdown ('+sexe:F+').
age (part, coefficient) AS (
    VALUES ('neet:non', -1), ('age:26_30', 1), ('age:31_49', 1), ('age:50_plus', 1)
),
category (code, dimension, rest, coefficient) AS MATERIALIZED (
    SELECT b.code, b.dimension, replace('+' || b.code || '+', '+' || a.part || '+', '+'), a.coefficient
      FROM breakdown b
      JOIN age a ON instr('+' || b.code || '+', '+' || a.part || '+') > 0
     WHERE instr('+' || b.dimension || '+', '+age+') = 0 OR instr('+' || b.dimension || '+', '+neet+') = 0
),
count (measure, indicator, kind, code, is_flow, period, breakdown, value) AS MATERIALIZED (
    SELECT i.measure, i.code, o.entity_kind, o.entity_code, i.periodicity = 'flow', o.period_code, o.breakdown, o.value
      FROM observation o
      JOIN indicator i ON i.code = o.indicator_code AND i.is_personal = 1 AND i.unit IN ('persons', 'enrolments')
     WHERE o.entity_kind IN ('country', 'region', 'department') AND i.periodicity <> 'stock'
       AND (o.status = 'c' OR o.value IS NOT NULL)
       AND (o.breakdown = '' OR o.breakdown IN (SELECT code FROM category))
),
-- Where nothing of a measure is shown, not even zeros, it limits nothing.
told (kind, measure, dimension) AS MATERIALIZED (
    SELECT DISTINCT c.kind, c.measure, coalesce(a.dimension, '')
      FROM count c
      LEFT JOIN category a ON a.code = c.breakdown
     WHERE c.value IS NOT NULL
),
hidden_stock (kind, code, period) AS MATERIALIZED (
    SELECT entity_kind, entity_code, period_code FROM observation
     WHERE indicator_code = 'presents' AND breakdown = '' AND status = 'c'
),
is_later (flows) AS (
    SELECT EXISTS (SELECT 1 FROM observation o JOIN indicator i ON i.code = o.indicator_code AND i.periodicity = 'flow'
                    WHERE i.is_personal = 1 AND o.value < 0)
        OR EXISTS (SELECT 1 FROM release WHERE origin = 'ledger')
),
part (equation, indicator, kind, code, period, breakdown, coefficient, value, is_flow, is_left) AS MATERIALIZED (
    SELECT s.name || ' ' || c.kind || ':' || c.code || '/' || c.period || '/' || c.is_flow,
           c.indicator, c.kind, c.code, c.period, c.breakdown, s.coefficient, c.value, c.is_flow, s.name = 'left'
      FROM side s
      JOIN count c ON c.measure = s.measure AND c.breakdown = ''
     WHERE (c.is_flow = 0 OR (s.in_quarter = 1 AND NOT (SELECT flows FROM is_later)))
       AND (s.in_country = 0 OR c.kind = 'country')
       AND EXISTS (SELECT 1 FROM told t WHERE t.kind = c.kind AND t.measure = c.measure AND t.dimension = '')
    UNION ALL
    SELECT 'older ' || c.indicator || '/' || c.kind || ':' || c.code || '/' || c.period || '/' || a.rest,
           c.indicator, c.kind, c.code, c.period, c.breakdown, a.coefficient, c.value, c.is_flow, 0
      FROM count c
      JOIN category a ON a.code = c.breakdown
     WHERE (c.is_flow = 0 OR NOT (SELECT flows FROM is_later))
       AND EXISTS (SELECT 1 FROM told t WHERE t.kind = c.kind AND t.measure = c.measure AND t.dimension = a.dimension)
),
-- Limits with both sides, and something hidden.
limits (equation, hides_stock) AS MATERIALIZED (
    SELECT p.equation, max(p.is_left AND h.code IS NOT NULL)
      FROM part p
      LEFT JOIN hidden_stock h ON h.kind = p.kind AND h.code = p.code AND h.period = p.period
     GROUP BY p.equation
    HAVING min(p.coefficient) = -1 AND max(p.coefficient) = 1
       AND (count(*) > count(p.value) OR max(p.is_left AND h.code IS NOT NULL))
)
SELECT p.equation, p.indicator, p.kind, p.code, p.period, p.breakdown, p.coefficient, p.value, p.is_flow,
       p.indicator IN ('apprenants', 'apprenants_cumul') AS least, l.hides_stock
  FROM part p
  JOIN limits l ON l.equation = p.equation
 ORDER BY p.equation, p.coefficient, p.indicator, p.breakdown
