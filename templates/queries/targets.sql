-- Where each main target of a territory stands at the release, in the order of the configuration.
-- :kind, :code  the territory
-- value, target, gap in the indicator's unit (percent for a share); paces a quarter.
SELECT i.code AS indicator, i.measure, i.label, i.short_label, i.unit, i.decimals, i.scope, i.definition,
       tp.value, tp.target, tp.gap, abs(tp.gap) AS gap_size, tp.achieved_percent, tp.expected,
       tp.pace_observed, tp.pace_required, tp.pace_needed_start, tp.status,
       tp.deadline_period AS deadline, tp.period_code AS period,
       CASE WHEN i.unit = 'percent' THEN 1 ELSE 0 END AS is_share,
       o.status AS flag, o.numerator, o.denominator,
       CASE WHEN i.unit = 'percent' AND tp.gap < 0
            THEN (CAST((-tp.gap * o.denominator + 99.999999) / 100 AS INTEGER) + p.rounding_base - 1)
                 / p.rounding_base * p.rounding_base END AS missing, -- a multiple of the base, rounded up
       before.value AS before_value, before.period_code AS before_period,
       i.code || '/' || tp.entity_kind || ':' || tp.entity_code || '/' || tp.period_code || '/' AS cell
  FROM target t
  JOIN indicator i ON i.code = t.indicator_code
  JOIN programme p ON p.id = 1
  JOIN period r ON r.code = p.release_period
  JOIN target_progress tp ON tp.indicator_code = t.indicator_code AND tp.entity_kind = t.entity_kind
       AND tp.entity_code = t.entity_code AND tp.deadline_period = t.deadline_period AND tp.period_code = p.release_period
  LEFT JOIN observation o ON o.entity_kind = tp.entity_kind AND o.entity_code = tp.entity_code
       AND o.indicator_code = tp.indicator_code AND o.period_code = tp.period_code AND o.breakdown = ''
  LEFT JOIN period b ON b.ordinal = r.ordinal - 4
  LEFT JOIN observation before ON before.entity_kind = tp.entity_kind AND before.entity_code = tp.entity_code
       AND before.indicator_code = tp.indicator_code AND before.period_code = b.code AND before.breakdown = ''
 WHERE t.entity_kind = :kind AND t.entity_code = :code AND t.is_milestone = 0
 ORDER BY t.ordinal, t.indicator_code
