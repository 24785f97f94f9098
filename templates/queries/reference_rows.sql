-- The figures published elsewhere of one group of reference_groups, oldest first.
-- :code, :kind, :entity, :period  the group. gap: what they say less ours, in the indicator's unit, NULL without ours.
SELECT r.id, r.date, r.label, r.value, r.text, r.source, r.url, r.note, r.reason, r.value - :own AS gap,
       CASE WHEN r.url IS NOT NULL THEN
            substr(substr(r.url, instr(r.url, '://') + 3), 1, instr(substr(r.url, instr(r.url, '://') + 3) || '/', '/') - 1) END AS host
  FROM reference_figure r
 WHERE r.indicator_code = :code AND r.entity_kind = :kind AND r.entity_code = :entity AND r.period = :period
 ORDER BY r.date, r.id
