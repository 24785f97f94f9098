-- The revised flows of a kind of territory: totals, a row a figure and release, by cause. Persons or enrolments.
-- :kind  'country' or 'region'
-- :measure  the code of a flow, or NULL for all
WITH asked (kind, measure) AS (SELECT :kind, :measure)
SELECT v.period_code AS period, v.release_period AS release, i.label, t.name, t.path, v.indicator_code AS indicator,
       o.value AS published, max(v.old_value) AS old_value, max(v.new_value) AS new_value, sum(v.change) AS change,
       total(v.change) FILTER (WHERE v.cause = 'late') AS late,
       total(v.change) FILTER (WHERE v.cause = 'correction') AS correction,
       total(v.change) FILTER (WHERE v.cause = 'withdrawal') AS withdrawal,
       total(v.change) FILTER (WHERE v.cause = 'method') AS method,
       total(v.change) FILTER (WHERE v.cause = 'boundary') AS boundary,
       v.indicator_code || '/' || v.entity_kind || ':' || v.entity_code || '/' || v.period_code || '/' AS cell
  FROM asked a
  JOIN revision v ON v.entity_kind = a.kind AND v.breakdown = '' AND v.old_value IS NOT NULL
       AND (a.measure IS NULL OR v.indicator_code = a.measure)
  JOIN indicator i ON i.code = v.indicator_code
  JOIN territory t ON t.kind = v.entity_kind AND t.code = v.entity_code
  LEFT JOIN observation o ON o.entity_kind = v.entity_kind AND o.entity_code = v.entity_code
       AND o.indicator_code = v.indicator_code AND o.period_code = v.period_code AND o.breakdown = ''
 GROUP BY v.entity_kind, v.entity_code, v.indicator_code, v.period_code, v.release_period
 ORDER BY v.release_period DESC, v.period_code DESC, t.sort_key, i.ordinal
