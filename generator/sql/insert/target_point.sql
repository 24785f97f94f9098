-- One point of a trajectory. Parameters: indicator_code, entity_kind, entity_code, deadline_period, is_milestone (the
-- target's key), period_code, expected in the indicator's unit.
INSERT INTO target_point (indicator_code, entity_kind, entity_code, deadline_period, is_milestone, period_code, expected)
VALUES (:indicator_code, :entity_kind, :entity_code, :deadline_period, :is_milestone, :period_code, :expected)
