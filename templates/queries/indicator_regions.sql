-- An indicator at the release, region by region, beside its companion; then what has no place, and France. rank: 1 for
-- the region with the highest value.
-- :indicator, :companion  their codes; the companion may be NULL. Values in the indicator's unit.
WITH asked (indicator, companion) AS (SELECT :indicator, :companion)
SELECT t.code, t.name, t.path, t.name_locative, t.is_located, t.kind = 'country' AS is_total, o.value, o.numerator, o.denominator, o.status,
       CASE WHEN o.indicator_code IS NOT NULL
            THEN a.indicator || '/' || t.kind || ':' || t.code || '/' || p.release_period || '/' END AS cell,
       c.value AS companion_value, c.status AS companion_status,
       CASE WHEN c.indicator_code IS NOT NULL
            THEN a.companion || '/' || t.kind || ':' || t.code || '/' || p.release_period || '/' END AS companion_cell,
       row_number() OVER (ORDER BY t.kind = 'country', o.value IS NULL, o.value DESC, t.is_located DESC, t.sort_key, t.code) AS rank
  FROM asked a
  JOIN programme p ON p.id = 1
  JOIN territory t ON t.kind IN ('region', 'country')
  LEFT JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = a.indicator
       AND o.period_code = p.release_period AND o.breakdown = ''
  LEFT JOIN observation c ON c.entity_kind = t.kind AND c.entity_code = t.code AND c.indicator_code = a.companion
       AND c.period_code = p.release_period AND c.breakdown = ''
 ORDER BY t.kind = 'country', t.is_located DESC, t.sort_key, t.code
