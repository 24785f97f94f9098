-- A revision of a flow, by one cause. Parameters: entity_kind, entity_code, indicator_code, period_code (the quarter
-- concerned), breakdown, release_period, cause, old_value, new_value, change (persons or enrolments; all three NULL where
-- only the cause is named), is_main.
INSERT INTO revision (entity_kind, entity_code, indicator_code, period_code, breakdown, release_period, cause, old_value,
                      new_value, change, is_main)
VALUES (:entity_kind, :entity_code, :indicator_code, :period_code, :breakdown, :release_period, :cause, :old_value,
        :new_value, :change, :is_main)
