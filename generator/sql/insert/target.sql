-- One target. Parameters: the columns of `target` in their order; values in the indicator's unit.
INSERT INTO target (indicator_code, entity_kind, entity_code, value, start_period, start_value, deadline_period,
                    is_milestone, label, ordinal, is_stepped)
VALUES (:indicator_code, :entity_kind, :entity_code, :value, :start_period, :start_value, :deadline_period,
        :is_milestone, :label, :ordinal, :is_stepped)
