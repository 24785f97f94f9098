-- Question: how does each target stand at the end of each quarter, and at what pace does it move?
-- No parameter; reads the temporary table of prepare/target_path.sql and protected observations. Columns of `target_progress`:
-- value, gap, expected in the indicator's unit; paces in that unit a quarter; achieved in percent.
-- The observed pace is the mean of the last four quarters, or of those since the start. Status: atteint when the target is
-- reached; manque at the deadline or after it when not; before, en-recul when the pace is the wrong way, en-bonne-voie when it is
-- at least 95 % of the pace required from here, a-accelerer from 60 %, insuffisant below; inconnu without a value.
-- Where a milestone has the deadline of a main target, the main target stands.
WITH quarter_value AS MATERIALIZED (
    SELECT o.indicator_code, o.entity_kind, o.entity_code, p.year * 4 + p.quarter - 1 AS quarter_index, o.value
      FROM (SELECT DISTINCT indicator_code, entity_kind, entity_code FROM target) t
      JOIN observation o ON o.entity_kind = t.entity_kind AND o.entity_code = t.entity_code
           AND o.indicator_code = t.indicator_code AND o.breakdown = ''
      JOIN period p ON p.code = o.period_code
),
stand AS (
    SELECT t.indicator_code, t.entity_kind, t.entity_code, t.deadline_period, t.is_milestone, w.period_code,
           w.quarter_index, w.expected, t.value AS target, v.value, t.start_value,
           CAST(substr(t.deadline_period, 1, 4) AS INTEGER) * 4 + CAST(substr(t.deadline_period, 7) AS INTEGER) - 1 AS deadline_index,
           max(w.quarter_index - 4,
               CAST(substr(t.start_period, 1, 4) AS INTEGER) * 4 + CAST(substr(t.start_period, 7) AS INTEGER) - 2) AS base_index,
           CAST(substr(t.start_period, 1, 4) AS INTEGER) * 4 + CAST(substr(t.start_period, 7) AS INTEGER) - 2 AS origin_index,
           (SELECT min(year * 4 + quarter - 1) FROM period) AS first_index,
           CASE i.direction WHEN 'down' THEN -1 ELSE 1 END AS sign
      FROM target t
      JOIN indicator i ON i.code = t.indicator_code
      JOIN target_path w USING (indicator_code, entity_kind, entity_code, deadline_period, is_milestone)
      JOIN period p ON p.code = w.period_code
      LEFT JOIN quarter_value v ON v.indicator_code = t.indicator_code AND v.entity_kind = t.entity_kind
           AND v.entity_code = t.entity_code AND v.quarter_index = w.quarter_index
),
based AS (
    SELECT s.*, CASE WHEN s.base_index = s.origin_index OR s.base_index < s.first_index THEN s.start_value
                     ELSE b.value END AS base_value
      FROM stand s
      LEFT JOIN quarter_value b ON b.indicator_code = s.indicator_code AND b.entity_kind = s.entity_kind
           AND b.entity_code = s.entity_code AND b.quarter_index = s.base_index
),
paced AS (
    SELECT *, sign * value >= sign * target AS is_reached,
           (value - base_value) / (quarter_index - base_index) AS pace_observed,
           CASE WHEN quarter_index < deadline_index AND sign * value < sign * target
                THEN (target - value) / (deadline_index - quarter_index) END AS pace_required,
           CASE WHEN base_index < deadline_index THEN (target - base_value) / (deadline_index - base_index) END AS pace_needed_start
      FROM based
)
INSERT OR IGNORE INTO target_progress (indicator_code, entity_kind, entity_code, period_code, deadline_period, target, value,
                                       gap, achieved_percent, expected, pace_observed, pace_required,
                                       pace_percent, pace_needed_start, status)
SELECT indicator_code, entity_kind, entity_code, period_code, deadline_period, target, value,
       round(value - target, 6), CASE WHEN target <> 0 THEN round(100.0 * value / target, 6) END, round(expected, 6),
       round(pace_observed, 6), round(pace_required, 6),
       CASE WHEN pace_required <> 0 THEN round(100.0 * pace_observed / pace_required, 6) END, round(pace_needed_start, 6),
       CASE WHEN value IS NULL THEN 'inconnu'
            WHEN is_reached THEN 'atteint'
            WHEN quarter_index >= deadline_index THEN 'manque'
            WHEN pace_observed IS NULL THEN 'inconnu'
            WHEN sign * pace_observed < 0 THEN 'en-recul'
            WHEN sign * pace_observed >= 0.95 * sign * pace_required THEN 'en-bonne-voie'
            WHEN sign * pace_observed >= 0.60 * sign * pace_required THEN 'a-accelerer'
            ELSE 'insuffisant' END
  FROM paced
 ORDER BY indicator_code, entity_kind, entity_code, deadline_period, is_milestone, period_code;
