-- The custom points of trajectories: a temporary table, filled from the configuration by insert/target_point.sql.
-- No parameter. Creates target_point: a target's key, a quarter, and where the target should be at its end.
CREATE TEMP TABLE target_point (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    is_milestone    INTEGER NOT NULL,
    period_code     TEXT NOT NULL,
    expected        REAL NOT NULL,
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, is_milestone, period_code)
) WITHOUT ROWID;
