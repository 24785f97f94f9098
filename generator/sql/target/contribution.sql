-- Question: which territories, structures, kinds of trainings, publics and quarters explain the gap of each target at the
-- release?
-- No parameter; reads the temporary tables of prepare/share_count.sql, prepare/in_force.sql and prepare/stock_flow.sql. Columns of
-- `contribution`: value, weight, expected and contribution in the unit of the numerator; points of a share.
-- Of a share with the target t, a part with n of d gives n - t d: the parts add up to N - t D exactly. In points, 100 (n - t d)
-- / D is cut to one decimal, downwards, and what is left to the printed gap goes to the largest remainders, a tenth each.
-- Of a count, the target is shared out by the places in force (of sites, by the trainings in force), in whole units by largest
-- remainders; a part gives its count less its share of the target. Of structures the ten that weigh most are told.
-- After a suppression the parts of which a count is hidden are one, 'secret': the whole less what is shown, which anybody
-- could reckon. A dimension of which fewer than two parts are shown explains nothing, and is left out.
WITH aim AS MATERIALIZED (
    SELECT t.indicator_code, t.entity_kind, t.entity_code, t.deadline_period, i.measure, i.unit,
           CASE i.periodicity WHEN 'cumulative' THEN '_cumul' ELSE '' END AS suffix,
           CAST(round(100 * t.value) AS INTEGER) AS hundredths, g.release_period
      FROM target t
      JOIN indicator i ON i.code = t.indicator_code
      JOIN programme g ON g.id = 1
     WHERE t.is_milestone = 0
),
share AS MATERIALIZED (
    SELECT a.*, c.yes AS whole_yes, c.denominator AS whole
      FROM aim a
      JOIN share_count c ON c.measure = a.measure AND c.suffix = a.suffix AND c.entity_kind = a.entity_kind
           AND c.entity_code = a.entity_code AND c.period_code = a.release_period
     WHERE c.denominator >= max(1, (SELECT share_minimum FROM programme))
),
-- indicator, entity, deadline, dimension, part, n, d: NULL where a count is hidden
share_listed AS MATERIALIZED (
    SELECT s.*, t.kind AS dimension, t.code AS part, c.yes AS n, c.denominator AS d
      FROM share s
      JOIN territory t ON t.parent_kind = s.entity_kind AND t.parent_code = s.entity_code
      LEFT JOIN share_count c ON c.measure = s.measure AND c.suffix = s.suffix AND c.entity_kind = t.kind
           AND c.entity_code = t.code AND c.period_code = s.release_period
    UNION ALL
    SELECT s.*, 'trimestre', p.code, c.yes, c.denominator
      FROM share s
      JOIN period p ON p.code <= s.release_period
      LEFT JOIN share_count c ON c.measure = s.measure AND c.suffix = '' AND c.entity_kind = s.entity_kind
           AND c.entity_code = s.entity_code AND c.period_code = p.code
     WHERE s.suffix = '_cumul'
    UNION ALL
    -- Women by situation, NEET by sex: of the cross of both.
    SELECT s.*, x.other, x.other || ':' || v.value,
           CASE WHEN count(*) FILTER (WHERE o.status = 'c' AND instr(o.breakdown, x.unknown) = 0) = 0
                THEN CAST(total(o.value) FILTER (WHERE instr(o.breakdown, x.yes) > 0) AS INTEGER) END,
           CASE WHEN count(*) FILTER (WHERE o.status = 'c' AND instr(o.breakdown, x.unknown) = 0) = 0
                THEN CAST(total(o.value) FILTER (WHERE instr(o.breakdown, x.unknown) = 0) AS INTEGER) END
      FROM share s
      JOIN (SELECT 'part_femmes' AS measure, 'neet' AS other, '+sexe:F' AS yes, '+sexe:inconnu' AS unknown
            UNION ALL SELECT 'part_neet', 'sexe', 'neet:oui+', 'neet:inconnu+') x ON x.measure = s.measure
      JOIN (SELECT substr(code, instr(code, ':') + 1) AS value, dimension FROM breakdown WHERE dimension IN ('neet', 'sexe')) v
           ON v.dimension = x.other
      JOIN observation o ON o.entity_kind = s.entity_kind AND o.entity_code = s.entity_code
           AND o.indicator_code = 'apprenants' || s.suffix AND o.period_code = s.release_period
           AND instr(o.breakdown, '+') > 0
           AND (instr('+' || o.breakdown || '+', '+' || x.other || ':' || v.value || '+') > 0)
     GROUP BY s.indicator_code, s.entity_kind, s.entity_code, s.deadline_period, x.other, v.value
),
share_part AS (
    SELECT *
      FROM (SELECT *, count(n) OVER part_of AS shown FROM share_listed
            WINDOW part_of AS (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension))
     WHERE n IS NOT NULL AND shown >= 2
    UNION ALL
    SELECT indicator_code, entity_kind, entity_code, deadline_period, measure, unit, suffix, hundredths, release_period,
           whole_yes, whole, dimension, 'secret', whole_yes - sum(n), whole - sum(d), count(n)
      FROM share_listed
     GROUP BY indicator_code, entity_kind, entity_code, deadline_period, dimension
    HAVING count(n) BETWEEN 2 AND count(*) - 1
),
share_cut AS (
    SELECT *, 10000 * n - hundredths * d AS ten_thousandths, 10 * whole AS unit_size,
           ((2000 * whole_yes + whole) / (2 * whole) * 10 - hundredths) / 10 AS gap_tenths
      FROM share_part
),
share_ranked AS (
    SELECT *, (ten_thousandths - rest) / unit_size AS low,
           row_number() OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension
                              ORDER BY rest DESC, part) AS rank
      FROM (SELECT *, (ten_thousandths % unit_size + unit_size) % unit_size AS rest FROM share_cut)
),
share_told AS (
    SELECT indicator_code, entity_kind, entity_code, deadline_period, dimension, part, n AS value, d AS weight,
           hundredths * d / 10000.0 AS expected, ten_thousandths / 10000.0 AS contribution,
           (low + (rank <= gap_tenths - sum(low) OVER (PARTITION BY indicator_code, entity_kind, entity_code,
                                                                    deadline_period, dimension))) / 10.0 AS points
      FROM share_ranked
),
-- Counts: what each part has, NULL where that is hidden, and how much of the programme it is.
count_listed AS MATERIALIZED (
    SELECT a.*, t.kind AS dimension, t.code AS part, CAST(o.value AS INTEGER) AS n,
           CAST(CASE a.unit WHEN 'sites' THEN r.trainings * t.is_located ELSE r.places END AS INTEGER) AS d
      FROM aim a
      JOIN territory t ON t.parent_kind = a.entity_kind AND t.parent_code = a.entity_code
      JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = a.indicator_code
           AND o.period_code = a.release_period AND o.breakdown = ''
      JOIN register_total r ON r.kind = t.kind AND r.code = t.code AND r.period_code = a.release_period
     WHERE a.unit IN ('persons', 'enrolments', 'sites') AND (o.value IS NOT NULL OR o.status = 'c')
    UNION ALL
    SELECT a.*, b.dimension, b.code, CAST(o.value AS INTEGER), CAST(r.places AS INTEGER)
      FROM aim a
      JOIN observation o ON o.entity_kind = a.entity_kind AND o.entity_code = a.entity_code
           AND o.indicator_code = a.indicator_code AND o.period_code = a.release_period
      JOIN breakdown b ON b.code = o.breakdown
      JOIN register_part r ON r.kind = a.entity_kind AND r.code = a.entity_code AND r.period_code = a.release_period
           AND r.breakdown = o.breakdown
     WHERE a.unit IN ('persons', 'enrolments') AND (o.value IS NOT NULL OR o.status = 'c')
    UNION ALL
    SELECT a.*, 'structure', coalesce(t.structure_id, ''),
           CASE WHEN total((SELECT count(*) FROM observation o
                             WHERE o.entity_kind = 'training' AND o.entity_code = t.training_id
                               AND o.indicator_code = a.measure AND o.breakdown = '' AND o.status = 'c'
                               AND (a.suffix = '_cumul' OR o.period_code = a.release_period))) = 0
                THEN CAST(total((SELECT total(o.value) FROM observation o
                                  WHERE o.entity_kind = 'training' AND o.entity_code = t.training_id
                                    AND o.indicator_code = a.measure AND o.breakdown = ''
                                    AND (a.suffix = '_cumul' OR o.period_code = a.release_period))) AS INTEGER) END,
           CAST(total(CASE t.in_force WHEN 1 THEN t.places END) AS INTEGER)
      FROM aim a
      JOIN training t ON a.entity_kind = 'country' OR (a.entity_kind = 'region' AND t.region_code = a.entity_code)
           OR (a.entity_kind = 'department' AND t.department_code = a.entity_code)
     WHERE a.unit IN ('persons', 'enrolments')
       -- A suppression leaves what a training counted where it was: of its present territory that is no part.
       AND (a.entity_kind = 'country' OR (SELECT protection_mode FROM programme) <> 'suppression')
       AND EXISTS (SELECT 1 FROM published p WHERE p.level = 'training' AND p.measure = a.measure AND p.dimensions = '')
     GROUP BY a.indicator_code, a.entity_kind, a.entity_code, a.deadline_period, t.structure_id
),
count_part AS (
    SELECT *
      FROM (SELECT *, count(n) OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension) AS shown
              FROM count_listed)
     WHERE n IS NOT NULL AND shown >= 2
    UNION ALL
    SELECT l.indicator_code, l.entity_kind, l.entity_code, l.deadline_period, l.measure, l.unit, l.suffix, l.hundredths,
           l.release_period, l.dimension, 'secret', CAST(o.value AS INTEGER) - sum(l.n), sum(l.d) FILTER (WHERE l.n IS NULL),
           count(l.n)
      FROM count_listed l
      JOIN observation o ON o.entity_kind = l.entity_kind AND o.entity_code = l.entity_code
           AND o.indicator_code = l.indicator_code AND o.period_code = l.release_period AND o.breakdown = ''
     WHERE o.value IS NOT NULL
     GROUP BY l.indicator_code, l.entity_kind, l.entity_code, l.deadline_period, l.dimension
    HAVING count(l.n) BETWEEN 2 AND count(*) - 1
),
count_cut AS (
    SELECT *, hundredths / 100 * d / all_d AS low, hundredths / 100 * d % all_d AS rest
      FROM (SELECT *, sum(d) OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension) AS all_d
              FROM count_part)
     WHERE all_d > 0 AND hundredths % 100 = 0
),
count_told AS (
    SELECT indicator_code, entity_kind, entity_code, deadline_period, dimension, part, n AS value, d AS weight,
           low + (rank <= hundredths / 100 - lows) AS expected, n - low - (rank <= hundredths / 100 - lows) AS contribution
      FROM (SELECT *, row_number() OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension
                                         ORDER BY rest DESC, part) AS rank,
                   sum(low) OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension) AS lows
              FROM count_cut)
),
told AS (
    SELECT *, row_number() OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension
                                 ORDER BY CASE dimension WHEN 'structure' THEN abs(contribution) ELSE 0 END DESC, part) AS place
      FROM (SELECT *, NULL AS points FROM count_told UNION ALL SELECT * FROM share_told)
),
-- The structures beyond the tenth together.
gathered AS (
    SELECT indicator_code, entity_kind, entity_code, deadline_period, dimension,
           CASE WHEN dimension = 'structure' AND part <> 'secret' AND (place > 10 OR part = '') THEN 'autres' ELSE part END AS part,
           sum(value) AS value, sum(weight) AS weight, sum(expected) AS expected, sum(contribution) AS contribution,
           sum(points) AS points
      FROM told
     GROUP BY 1, 2, 3, 4, 5, 6
)
INSERT INTO contribution (indicator_code, entity_kind, entity_code, deadline_period, dimension, part, ordinal, value, weight,
                          expected, contribution, points)
SELECT indicator_code, entity_kind, entity_code, deadline_period, dimension, part,
       row_number() OVER (PARTITION BY indicator_code, entity_kind, entity_code, deadline_period, dimension
                          ORDER BY part IN ('autres', 'secret'), part = 'secret', abs(contribution) DESC, part),
       value, weight, expected, contribution, points
  FROM gathered
 WHERE value <> 0 OR weight <> 0
 ORDER BY indicator_code, entity_kind, entity_code, deadline_period, dimension, part;
