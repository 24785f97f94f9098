-- Milestones of a target (a step on the way, such as the first wave's).
-- :kind, :code, :indicator
SELECT t.deadline_period AS period, t.value, t.label
  FROM target t
 WHERE t.entity_kind = :kind AND t.entity_code = :code AND t.indicator_code = :indicator AND t.is_milestone = 1
 ORDER BY t.deadline_period
