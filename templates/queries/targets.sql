-- Where each main target of a territory stands at the release, in the order of the configuration.
-- :kind, :code  the territory
-- value, target, gap in the indicator's unit (percent for a share); paces a quarter.
SELECT i.code AS indicator, i.measure, i.label, i.short_label, i.unit, i.decimals, i.scope, i.definition,
       tp.value, tp.target, tp.gap, abs(tp.gap) AS gap_size, tp.achieved_percent, tp.expected,
       tp.pace_observed, tp.pace_required, tp.pace_percent, tp.pace_needed_start, tp.status,
       tp.expected - tp.value AS behind, abs(tp.value - tp.expected) AS from_path,
       row_number() OVER (ORDER BY t.ordinal, t.indicator_code) + 3 + EXISTS (SELECT 1 FROM published b WHERE b.level = 'country' AND b.dimensions = 'situation') AS report_number, -- of its figure, after those of the report
       row_number() OVER (ORDER BY t.ordinal, t.indicator_code) + 3 AS region_number, -- after the three of a region
       tp.deadline_period AS deadline, tp.period_code AS period,
       CASE WHEN i.unit = 'percent' THEN 1 ELSE 0 END AS is_share,
       o.status AS flag, o.numerator, o.denominator,
       CASE WHEN i.unit = 'percent' AND tp.gap < 0
            THEN (CAST((-tp.gap * o.denominator + 99.999999) / 100 AS INTEGER) + p.rounding_base - 1)
                 / p.rounding_base * p.rounding_base END AS missing, -- a multiple of the base, rounded up
       sh.low_percent, sh.high_percent, sh.unknown, sh.known, sh.horizon_quarters, sh.coming, sh.needed, sh.needed_percent,
       sh.recent_percent, sh.needed > sh.coming AS is_out_of_reach,
       fr.state AS forecast_state, fr.quarters, fr.tried, fr.covered, fr.kept, fr.mean_error,
       (SELECT f.low FROM forecast f WHERE f.indicator_code = t.indicator_code AND f.entity_kind = t.entity_kind
           AND f.entity_code = t.entity_code AND f.deadline_period = t.deadline_period AND f.period_code = t.deadline_period
           AND f.actual IS NULL ORDER BY f.origin_period DESC LIMIT 1) AS forecast_low,
       (SELECT f.value FROM forecast f WHERE f.indicator_code = t.indicator_code AND f.entity_kind = t.entity_kind
           AND f.entity_code = t.entity_code AND f.deadline_period = t.deadline_period AND f.period_code = t.deadline_period
           AND f.actual IS NULL ORDER BY f.origin_period DESC LIMIT 1) AS forecast_value,
       (SELECT f.high FROM forecast f WHERE f.indicator_code = t.indicator_code AND f.entity_kind = t.entity_kind
           AND f.entity_code = t.entity_code AND f.deadline_period = t.deadline_period AND f.period_code = t.deadline_period
           AND f.actual IS NULL ORDER BY f.origin_period DESC LIMIT 1) AS forecast_high,
       (SELECT m.method FROM forecast_method m WHERE m.indicator_code = t.indicator_code AND m.entity_kind = t.entity_kind
           AND m.entity_code = t.entity_code AND m.deadline_period = t.deadline_period AND m.is_chosen = 1) AS forecast_method,
       EXISTS (SELECT 1 FROM contribution c WHERE c.indicator_code = t.indicator_code AND c.entity_kind = t.entity_kind
           AND c.entity_code = t.entity_code AND c.deadline_period = t.deadline_period
           AND c.dimension IN ('region', 'department')) AS has_contributions,
       before.value AS before_value, before.period_code AS before_period,
       i.code || '/' || tp.entity_kind || ':' || tp.entity_code || '/' || tp.period_code || '/' AS cell
  FROM target t
  JOIN indicator i ON i.code = t.indicator_code
  JOIN programme p ON p.id = 1
  JOIN period r ON r.code = p.release_period
  JOIN target_progress tp ON tp.indicator_code = t.indicator_code AND tp.entity_kind = t.entity_kind
       AND tp.entity_code = t.entity_code AND tp.deadline_period = t.deadline_period AND tp.period_code = p.release_period
  LEFT JOIN target_share sh ON sh.indicator_code = t.indicator_code AND sh.entity_kind = t.entity_kind
       AND sh.entity_code = t.entity_code AND sh.deadline_period = t.deadline_period
  LEFT JOIN forecast_record fr ON fr.indicator_code = t.indicator_code AND fr.entity_kind = t.entity_kind
       AND fr.entity_code = t.entity_code AND fr.deadline_period = t.deadline_period
  LEFT JOIN observation o ON o.entity_kind = tp.entity_kind AND o.entity_code = tp.entity_code
       AND o.indicator_code = tp.indicator_code AND o.period_code = tp.period_code AND o.breakdown = ''
  LEFT JOIN period b ON b.ordinal = r.ordinal - 4 AND r.is_partial = b.is_partial -- a part of a quarter is compared with none
  LEFT JOIN observation before ON before.entity_kind = tp.entity_kind AND before.entity_code = tp.entity_code
       AND before.indicator_code = tp.indicator_code AND before.period_code = b.code AND before.breakdown = ''
 WHERE t.entity_kind = :kind AND t.entity_code = :code AND t.is_milestone = 0
 ORDER BY t.ordinal, t.indicator_code
