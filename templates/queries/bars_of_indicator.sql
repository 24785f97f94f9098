-- An indicator at the release, region by region, highest first, as the bars want it. The provisional flag, the same
-- for all, is said once in the note.
-- :indicator  its code. Values in the indicator's unit.
WITH asked (indicator) AS (SELECT :indicator)
SELECT t.name AS label, t.name_locative, t.path, o.value, o.denominator, nullif(o.status, 'p') AS status,
       CASE WHEN o.value IS NOT NULL THEN 'value' WHEN o.status = 'c' THEN 'secret' ELSE 'none' END AS state,
       CASE WHEN o.indicator_code IS NOT NULL
            THEN a.indicator || '/region:' || t.code || '/' || p.release_period || '/' END AS cell, t.code
  FROM asked a
  JOIN programme p ON p.id = 1
  JOIN territory t ON t.kind = 'region'
  LEFT JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code AND o.indicator_code = a.indicator
       AND o.period_code = p.release_period AND o.breakdown = ''
 ORDER BY o.value IS NULL, o.value DESC, t.is_located DESC, t.sort_key, t.code
