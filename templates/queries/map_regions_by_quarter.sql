-- A share of every region at the end of the last eight quarters, quarter after quarter (facet: "T4 2017").
-- :indicator  its code. value in percent; status 'z' where nothing is known yet, 'c' where the share is not shown.
WITH asked (indicator) AS (SELECT :indicator)
SELECT substr(p.code, 6) || ' ' || substr(p.code, 1, 4) AS facet, t.code, t.name, t.path, o.value,
       coalesce(o.status, 'z') AS status, a.indicator || '/region:' || t.code || '/' || p.code || '/' AS cell
  FROM asked a
  JOIN (SELECT code FROM period WHERE code <= (SELECT release_period FROM programme) ORDER BY code DESC LIMIT 8) AS p
  JOIN territory t ON t.kind = 'region' AND t.is_located = 1
  LEFT JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code
       AND o.indicator_code = a.indicator AND o.period_code = p.code AND o.breakdown = ''
 ORDER BY p.code, t.sort_key, t.code
