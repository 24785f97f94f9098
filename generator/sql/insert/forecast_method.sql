-- How well one method did on the past of one target. Parameters: the columns of `forecast_method` in their order.
INSERT INTO forecast_method (indicator_code, entity_kind, entity_code, deadline_period, method, origins, mean_error, is_chosen)
VALUES (:indicator_code, :entity_kind, :entity_code, :deadline_period, :method, :origins, :mean_error, :is_chosen)
