-- Why a target has a forecast or none, and what came of the earlier ones.
-- Parameters: the columns of `forecast_record` in their order.
INSERT INTO forecast_record (indicator_code, entity_kind, entity_code, deadline_period, state, quarters, tried, covered, kept,
                             mean_error)
VALUES (:indicator_code, :entity_kind, :entity_code, :deadline_period, :state, :quarters, :tried, :covered, :kept, :mean_error)
