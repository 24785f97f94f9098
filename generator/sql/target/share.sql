-- Question: what may the unknown hide of each share with a target, and how many of the coming persons would bring it there?
-- No parameter; reads the temporary tables of prepare/share.sql and prepare/share_count.sql. Columns of `target_share`:
-- numerator, known, unknown, coming
-- and needed in persons or enrolments; percents to one decimal, half away from zero. With N of D known in, a target of t and
-- E to come, N + needed = t (D + E). needed is a multiple of the base, rounded up; 0 when the target is reached.
WITH release AS MATERIALIZED (
    SELECT g.rounding_base AS base, g.share_minimum, g.release_period, p.year * 4 + p.quarter - 1 AS quarter_index, p.ordinal
      FROM programme g JOIN period p ON p.code = g.release_period
),
recent AS MATERIALIZED (
    SELECT c.measure, c.entity_kind, c.entity_code, sum(c.yes) AS yes, sum(c.denominator) AS denominator,
           count(*) AS quarters
      FROM share_count c
      JOIN period p ON p.code = c.period_code
      CROSS JOIN release r
     WHERE c.suffix = '' AND p.ordinal > r.ordinal - 4
     GROUP BY c.measure, c.entity_kind, c.entity_code
),
stand AS (
    SELECT t.indicator_code, t.entity_kind, t.entity_code, t.deadline_period, c.yes, c.unknown,
           c.denominator - CASE WHEN (SELECT max(is_out) FROM share_unknown u WHERE u.measure = i.measure) = 1 THEN 0
                                ELSE c.unknown END AS known,
           c.denominator, CAST(round(100 * t.value) AS INTEGER) AS aim, -- ten-thousandths
           CASE WHEN i.periodicity = 'flow' THEN 1
                WHEN d.deadline_index > r.quarter_index THEN d.deadline_index - r.quarter_index ELSE 4 END AS horizon,
           i.periodicity, n.yes AS recent_yes, n.denominator AS recent_denominator, n.quarters, r.base, r.share_minimum
      FROM (SELECT *, CAST(substr(deadline_period, 1, 4) AS INTEGER) * 4 + CAST(substr(deadline_period, 7) AS INTEGER) - 1 AS deadline_index
              FROM target WHERE is_milestone = 0) d
      JOIN target t ON t.indicator_code = d.indicator_code AND t.entity_kind = d.entity_kind
           AND t.entity_code = d.entity_code AND t.deadline_period = d.deadline_period AND t.is_milestone = 0
      JOIN indicator i ON i.code = t.indicator_code
      CROSS JOIN release r
      JOIN share_count c ON c.measure = i.measure AND c.suffix = CASE i.periodicity WHEN 'flow' THEN '' ELSE '_cumul' END
           AND c.entity_kind = t.entity_kind AND c.entity_code = t.entity_code AND c.period_code = r.release_period
      JOIN recent n ON n.measure = i.measure AND n.entity_kind = t.entity_kind AND n.entity_code = t.entity_code
     WHERE c.denominator >= max(1, r.share_minimum)
),
coming AS (
    SELECT *, horizon * recent_denominator / quarters / base * base AS coming,
           CASE periodicity WHEN 'flow' THEN 0 ELSE yes END AS kept_yes,
           CASE periodicity WHEN 'flow' THEN 0 ELSE denominator END AS kept
      FROM stand
),
need AS (
    SELECT *, max(0, (aim * (kept + coming) - 10000 * kept_yes + 10000 * base - 1) / (10000 * base) * base) AS needed
      FROM coming
)
INSERT INTO target_share (indicator_code, entity_kind, entity_code, deadline_period, numerator, known, unknown, low_percent,
                          high_percent, horizon_quarters, coming, needed, needed_percent, recent_percent)
SELECT indicator_code, entity_kind, entity_code, deadline_period, yes, known, unknown,
       (2000 * yes + known + unknown) / (2 * (known + unknown)) / 10.0,
       (2000 * (yes + unknown) + known + unknown) / (2 * (known + unknown)) / 10.0,
       horizon, coming, needed, CASE WHEN coming > 0 THEN (2000 * needed + coming) / (2 * coming) / 10.0 END,
       CASE WHEN recent_denominator >= max(1, share_minimum)
            THEN (2000 * recent_yes + recent_denominator) / (2 * recent_denominator) / 10.0 END
  FROM need
 ORDER BY indicator_code, entity_kind, entity_code, deadline_period;
