-- Question: which numbers of persons are aims, or made of an aim and published figures, and no counts? Whoever sets an
-- aim need not set a multiple of the base, nor does who published a figure elsewhere.
-- No parameter. Columns: value.
WITH aim (indicator_code, entity_kind, entity_code, period_code, value) AS (
    SELECT indicator_code, entity_kind, entity_code, NULL, value FROM target
     UNION SELECT indicator_code, entity_kind, entity_code, NULL, start_value FROM target
     UNION SELECT indicator_code, entity_kind, entity_code, period_code, expected FROM trajectory
     UNION SELECT indicator_code, entity_kind, entity_code, period_code, round(expected) FROM trajectory
)
SELECT value FROM aim
 UNION
-- how far a figure is from it
SELECT round(abs(a.value - o.value))
  FROM aim a
  JOIN observation o ON o.entity_kind = a.entity_kind AND o.entity_code = a.entity_code
       AND o.indicator_code = a.indicator_code AND o.breakdown = ''
       AND o.period_code = coalesce(a.period_code, o.period_code)
 WHERE o.value IS NOT NULL
 UNION
-- what that asks of each quarter
SELECT round(pace_required) FROM target_progress WHERE pace_required IS NOT NULL
 UNION
SELECT round(pace_needed_start) FROM target_progress WHERE pace_needed_start IS NOT NULL
 UNION
SELECT value FROM reference_figure WHERE value IS NOT NULL
 ORDER BY 1
