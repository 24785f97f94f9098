-- Figures published elsewhere that are compared with one of ours, gathered by what they speak of.
-- No parameter. code, label, unit, decimals, periodicity: of our indicator; own: our value, NULL when there is none; low
-- and high: of the published ones, in the indicator's unit; is_year: the period is a year; figure: the number of
-- its drawing, NULL when there are no two values to draw.
SELECT *, CASE WHEN is_drawn = 1 THEN sum(is_drawn) OVER (ORDER BY ordinal, entity_kind, sort_key, period) END AS figure,
       'g' || row_number() OVER (ORDER BY ordinal, entity_kind, sort_key, period) AS anchor
  FROM (SELECT r.indicator_code AS code, i.label, i.unit, i.decimals, i.periodicity, i.unit = 'percent' AS is_share,
               i.is_personal, i.ordinal, t.sort_key, r.period, length(r.period) = 4 AS is_year, r.entity_kind, r.entity_code,
               t.name_locative, t.kind = 'country' AS is_country,
               c.value AS own, CASE WHEN c.is_one_cell = 1 AND c.value IS NOT NULL THEN c.cell END AS own_cell,
               count(*) AS figures, count(DISTINCT r.value) AS values_said, min(r.value) AS low, max(r.value) AS high,
               count(*) > 1 OR c.value IS NOT NULL AS is_drawn
          FROM reference_figure r
          JOIN reference_comparison c ON c.indicator_code = r.indicator_code AND c.period = r.period
               AND c.entity_kind = r.entity_kind AND c.entity_code = r.entity_code
          JOIN indicator i ON i.code = r.indicator_code
          JOIN territory t ON t.kind = r.entity_kind AND t.code = r.entity_code
         GROUP BY r.indicator_code, r.period, r.entity_kind, r.entity_code)
 ORDER BY ordinal, entity_kind, sort_key, period
