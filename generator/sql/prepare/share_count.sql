-- The protected counts of every share with a target: numerator, unknown and denominator (known, or all where the unknown
-- stay in), of the territory of the target and of those it is made of, in each quarter; flow and cumulative.
-- No parameter; reads the temporary tables of prepare/share.sql. Creates share_count.
CREATE TEMP TABLE share_count (
    measure     TEXT NOT NULL,
    suffix      TEXT NOT NULL, -- '' or '_cumul'
    entity_kind TEXT NOT NULL,
    entity_code TEXT NOT NULL,
    period_code TEXT NOT NULL,
    yes         INTEGER NOT NULL,
    unknown     INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    PRIMARY KEY (measure, suffix, entity_kind, entity_code, period_code)
) WITHOUT ROWID;

WITH asked AS MATERIALIZED (
    SELECT DISTINCT i.measure, w.whole, t.entity_kind, t.entity_code
      FROM target t
      JOIN indicator i ON i.code = t.indicator_code
      JOIN share_whole w ON w.measure = i.measure
),
entity AS MATERIALIZED (
    SELECT measure, whole, entity_kind, entity_code FROM asked
    UNION
    SELECT a.measure, a.whole, c.kind, c.code
      FROM asked a
      JOIN territory c ON c.parent_kind = a.entity_kind AND c.parent_code = a.entity_code
),
-- The breakdowns that a share is made of.
part (measure, breakdown, is_yes, is_unknown, is_out) AS MATERIALIZED (
    SELECT measure, '', 0, 0, 0 FROM share_whole
    UNION ALL SELECT measure, breakdown, 1, 0, 0 FROM share_yes
    UNION ALL SELECT measure, breakdown, 0, 1, is_out FROM share_unknown
)
INSERT INTO share_count (measure, suffix, entity_kind, entity_code, period_code, yes, unknown, denominator)
SELECT e.measure, s.column1, e.entity_kind, e.entity_code, o.period_code,
       CAST(total(o.value) FILTER (WHERE b.is_yes = 1) AS INTEGER),
       CAST(total(o.value) FILTER (WHERE b.is_unknown = 1) AS INTEGER),
       CAST(total(o.value) FILTER (WHERE b.breakdown = '') - total(o.value) FILTER (WHERE b.is_out = 1) AS INTEGER)
  FROM entity e
  CROSS JOIN (VALUES (''), ('_cumul')) AS s
  CROSS JOIN period p
  CROSS JOIN part b ON b.measure = e.measure
  CROSS JOIN observation o ON o.entity_kind = e.entity_kind AND o.entity_code = e.entity_code
       AND o.indicator_code = e.whole || s.column1 AND o.period_code = p.code AND o.breakdown = b.breakdown
 GROUP BY e.measure, s.column1, e.entity_kind, e.entity_code, o.period_code
 -- Where the breakdown is not published, nothing can be told.
HAVING max(b.is_yes) = 1
 -- Nor where one of the counts is hidden.
   AND count(*) FILTER (WHERE o.status = 'c') = 0;
