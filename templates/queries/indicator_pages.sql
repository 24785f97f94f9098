-- The indicators with their figure of France at the release, and what else of them is published.
-- No parameter. companion: the cumulative figure of a flow, the flow of a cumulative one, NULL of a stock. has_series:
-- France has a value; is_hidden: it has one that is not shown; has_gap: what explains the gap to its
-- target is known; has_parts: observations say of how many; has_revisions: a
-- quarter of France was revised, and what is known of it now can be told; has_revised_marks: one is marked r; past_forecast: see forecast_shown.sql; has_breakdowns: there are some at the release;
-- has_regions: one has more than 0; next_number, region_number, breakdown_number: of the figures and tables of the page. series_start: 'zero' when the figure was 0 before the first quarter. value in the
-- indicator's unit; before_value: a year before.
WITH has AS MATERIALIZED ( -- once an indicator: the numbers below ask several times
    SELECT x.code,
           EXISTS (SELECT 1 FROM observation o WHERE o.entity_kind = 'country' AND o.entity_code = 'FR'
                      AND o.indicator_code = x.code AND o.breakdown = '' AND o.value IS NOT NULL) AS series,
           EXISTS (SELECT 1 FROM contribution c WHERE c.indicator_code = x.code AND c.entity_kind = 'country'
                      AND c.entity_code = 'FR' AND c.dimension = 'region') AS gap,
           EXISTS (SELECT 1 FROM territory g CROSS JOIN observation o
                    WHERE g.kind = 'region' AND o.entity_kind = 'region' AND o.entity_code = g.code
                      AND o.indicator_code = x.code AND o.period_code = y.release_period
                      AND o.breakdown = '' AND o.value > 0) AS regions
      FROM indicator x
      JOIN programme y ON y.id = 1
)
SELECT i.*, i.unit = 'percent' AS is_share, 1 + has.series AS next_number, 1 + has.series + has.gap AS region_number,
       1 + has.series + has.gap + has.regions AS breakdown_number,
       CASE WHEN i.periodicity = 'cumulative' AND i.unit IN ('persons', 'enrolments') THEN 'zero' ELSE 'value' END AS series_start,
       c.code AS companion, c.label AS companion_label, c.periodicity AS companion_periodicity,
       o.value, o.numerator, o.denominator, o.status, co.value AS companion_value, co.status AS companion_status,
       CASE WHEN o.indicator_code IS NOT NULL THEN i.code || '/country:FR/' || p.release_period || '/' END AS cell,
       CASE WHEN co.indicator_code IS NOT NULL THEN c.code || '/country:FR/' || p.release_period || '/' END AS companion_cell,
       before.value AS before_value,
       has.series AS has_series, has.gap AS has_gap,
       o.status = 'c' AS is_hidden,
       EXISTS (SELECT 1 FROM observation x WHERE x.entity_kind = 'country' AND x.entity_code = 'FR'
                  AND x.indicator_code = i.code AND x.breakdown = '' AND x.denominator IS NOT NULL) AS has_parts,
       EXISTS (SELECT 1 FROM observation x WHERE x.entity_kind = 'country' AND x.entity_code = 'FR'
                  AND x.indicator_code = i.code AND x.period_code = p.release_period AND x.breakdown > '') AS has_breakdowns,
       has.regions AS has_regions,
       EXISTS (SELECT 1 FROM period q CROSS JOIN figure_revised v
                WHERE v.entity_kind = 'country' AND v.entity_code = 'FR' AND v.indicator_code = i.code
                  AND v.period_code = q.code AND v.breakdown = '') AS has_revisions,
       EXISTS (SELECT 1 FROM observation x WHERE x.entity_kind = 'country' AND x.entity_code = 'FR'
                  AND x.indicator_code = i.code AND x.breakdown = '' AND x.status = 'r') AS has_revised_marks,
       (SELECT min(f.origin_period) FROM forecast f WHERE f.indicator_code = i.code AND f.entity_kind = 'country'
           AND f.entity_code = 'FR'
         HAVING max(f.actual IS NULL) = 0) AS past_forecast, -- the quarter that it was made from, where none is to come
       (SELECT ' du T' || substr(min(f.origin_period), 7) || ' ' || substr(min(f.origin_period), 1, 4) FROM forecast f
         WHERE f.indicator_code = i.code AND f.entity_kind = 'country' AND f.entity_code = 'FR'
        HAVING max(f.actual IS NULL) = 0) AS past_forecast_when, -- " du T2 2017"
       (SELECT t.value FROM target t WHERE t.indicator_code = i.code AND t.entity_kind = 'country'
           AND t.entity_code = 'FR' AND t.is_milestone = 0 ORDER BY t.deadline_period LIMIT 1) AS target,
       (SELECT t.deadline_period FROM target t WHERE t.indicator_code = i.code AND t.entity_kind = 'country'
           AND t.entity_code = 'FR' AND t.is_milestone = 0 ORDER BY t.deadline_period LIMIT 1) AS deadline
  FROM indicator i
  JOIN programme p ON p.id = 1
  JOIN period r ON r.code = p.release_period
  JOIN has ON has.code = i.code
  LEFT JOIN indicator c ON c.measure = i.measure AND c.code <> i.code
  LEFT JOIN period b ON b.ordinal = r.ordinal - 4 AND r.is_partial = b.is_partial -- a part of a quarter is compared with none
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = i.code
       AND o.period_code = p.release_period AND o.breakdown = ''
  LEFT JOIN observation co ON co.entity_kind = 'country' AND co.entity_code = 'FR' AND co.indicator_code = c.code
       AND co.period_code = p.release_period AND co.breakdown = ''
  LEFT JOIN observation before ON before.entity_kind = 'country' AND before.entity_code = 'FR'
       AND before.indicator_code = i.code AND before.period_code = b.code AND before.breakdown = ''
 ORDER BY i.ordinal
