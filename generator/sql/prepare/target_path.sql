-- Where each target, milestones included, should be at the end of each quarter.
-- No parameter. Creates target_path: a target's key, the quarter (code and year x 4 + quarter - 1), expected in the
-- indicator's unit: linear from start_value (end of the quarter before the start) through the custom points to the value
-- at the deadline, which it keeps afterwards, up to the release; a stepped one keeps each value until the next.
CREATE TEMP TABLE target_node (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    is_milestone    INTEGER NOT NULL,
    quarter_index   INTEGER NOT NULL,
    expected        REAL NOT NULL,
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, is_milestone, quarter_index)
) WITHOUT ROWID;

INSERT INTO target_node
SELECT indicator_code, entity_kind, entity_code, deadline_period, is_milestone,
       CAST(substr(start_period, 1, 4) AS INTEGER) * 4 + CAST(substr(start_period, 7) AS INTEGER) - 2, start_value
  FROM target
UNION ALL
SELECT p.indicator_code, p.entity_kind, p.entity_code, p.deadline_period, p.is_milestone,
       CAST(substr(p.period_code, 1, 4) AS INTEGER) * 4 + CAST(substr(p.period_code, 7) AS INTEGER) - 1, p.expected
  FROM target_point p JOIN target t USING (indicator_code, entity_kind, entity_code, deadline_period, is_milestone)
 WHERE p.period_code >= t.start_period AND p.period_code < t.deadline_period
UNION ALL
SELECT indicator_code, entity_kind, entity_code, deadline_period, is_milestone,
       CAST(substr(deadline_period, 1, 4) AS INTEGER) * 4 + CAST(substr(deadline_period, 7) AS INTEGER) - 1, value
  FROM target;

CREATE TEMP TABLE target_path (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    is_milestone    INTEGER NOT NULL,
    quarter_index   INTEGER NOT NULL,
    period_code     TEXT NOT NULL,
    expected        REAL NOT NULL,
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, is_milestone, quarter_index)
) WITHOUT ROWID;

WITH RECURSIVE release (last_index) AS (
    SELECT year * 4 + quarter - 1 FROM period WHERE is_release = 1
),
step (indicator_code, entity_kind, entity_code, deadline_period, is_milestone, quarter_index, last_index) AS (
    SELECT n.indicator_code, n.entity_kind, n.entity_code, n.deadline_period, n.is_milestone, min(n.quarter_index) + 1,
           max(max(n.quarter_index), (SELECT last_index FROM release))
      FROM target_node n
     GROUP BY n.indicator_code, n.entity_kind, n.entity_code, n.deadline_period, n.is_milestone
    UNION ALL
    SELECT indicator_code, entity_kind, entity_code, deadline_period, is_milestone, quarter_index + 1, last_index
      FROM step
     WHERE quarter_index < last_index
)
INSERT INTO target_path
SELECT s.indicator_code, s.entity_kind, s.entity_code, s.deadline_period, s.is_milestone, s.quarter_index,
       printf('%04d-T%d', s.quarter_index / 4, s.quarter_index % 4 + 1),
       CASE WHEN b.quarter_index IS NULL OR t.is_stepped = 1 THEN a.expected
            ELSE a.expected + (b.expected - a.expected) * (s.quarter_index - a.quarter_index)
                              / (b.quarter_index - a.quarter_index) END
  FROM step s
  JOIN target t USING (indicator_code, entity_kind, entity_code, deadline_period, is_milestone)
  JOIN target_node a USING (indicator_code, entity_kind, entity_code, deadline_period, is_milestone)
  LEFT JOIN target_node b
       ON b.indicator_code = s.indicator_code AND b.entity_kind = s.entity_kind AND b.entity_code = s.entity_code
      AND b.deadline_period = s.deadline_period AND b.is_milestone = s.is_milestone
      AND b.quarter_index = (SELECT min(n.quarter_index) FROM target_node n
                              WHERE n.indicator_code = s.indicator_code AND n.entity_kind = s.entity_kind
                                AND n.entity_code = s.entity_code AND n.deadline_period = s.deadline_period
                                AND n.is_milestone = s.is_milestone AND n.quarter_index > s.quarter_index)
 WHERE a.quarter_index = (SELECT max(n.quarter_index) FROM target_node n
                           WHERE n.indicator_code = s.indicator_code AND n.entity_kind = s.entity_kind
                             AND n.entity_code = s.entity_code AND n.deadline_period = s.deadline_period
                             AND n.is_milestone = s.is_milestone AND n.quarter_index <= s.quarter_index);
