-- Where learners of each region are three months after the end of a training, since the beginning, as stacked bars want
-- it: a row for each region and situation; the trainings whose three months are not over are left out.
-- No parameter. column: a code of the catalogue's "breakdown"; value in enrolments.
SELECT t.name AS label, t.path, b.code AS column, o.value, coalesce(o.status, 'u') AS status,
       'situations_3mois_cumul/region:' || t.code || '/' || p.release_period || '/' || b.code AS cell
  FROM programme p
  JOIN territory t ON t.kind = 'region'
  JOIN breakdown b ON b.dimension = 'situation' AND b.code <> 'situation:non_echue'
  LEFT JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code
       AND o.indicator_code = 'situations_3mois_cumul' AND o.period_code = p.release_period AND o.breakdown = b.code
 WHERE p.id = 1
 ORDER BY t.is_located DESC, t.sort_key, t.code, b.ordinal
