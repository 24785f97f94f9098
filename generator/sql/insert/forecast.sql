-- One forecast of one quarter. Parameters: the columns of `forecast` in their order.
INSERT INTO forecast (indicator_code, entity_kind, entity_code, deadline_period, origin_period, period_code, method, value, low,
                      high, actual, revised, basis)
VALUES (:indicator_code, :entity_kind, :entity_code, :deadline_period, :origin_period, :period_code, :method, :value, :low,
        :high, :actual, :revised, :basis)
