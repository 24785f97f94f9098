-- The flows of a training, a row a quarter with data, up to the release.
-- :training  its id
SELECT q.code AS period,
       sum(CASE WHEN o.indicator_code = 'inscriptions' THEN o.value ELSE 0 END) AS inscriptions,
       sum(CASE WHEN o.indicator_code = 'entrees' THEN o.value ELSE 0 END) AS entrees,
       sum(CASE WHEN o.indicator_code = 'apprenants' THEN o.value ELSE 0 END) AS apprenants,
       sum(CASE WHEN o.indicator_code = 'termines' THEN o.value ELSE 0 END) AS termines,
       sum(CASE WHEN o.indicator_code = 'abandons' THEN o.value ELSE 0 END) AS abandons,
       sum(CASE WHEN o.indicator_code = 'reorientes' THEN o.value ELSE 0 END) AS reorientes
  FROM period q
  JOIN observation o ON o.entity_kind = 'training' AND o.entity_code = :training AND o.period_code = q.code AND o.breakdown = ''
       AND o.indicator_code IN ('inscriptions', 'entrees', 'apprenants', 'termines', 'abandons', 'reorientes')
 GROUP BY q.code ORDER BY q.code
