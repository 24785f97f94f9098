-- The flows of a training, a row a quarter with data, up to the release.
-- :training  its id. NULL: hidden.
SELECT q.code AS period,
       CASE WHEN max(o.indicator_code = 'inscriptions' AND o.status = 'c') = 0
            THEN sum(CASE WHEN o.indicator_code = 'inscriptions' THEN o.value ELSE 0 END) END AS inscriptions,
       CASE WHEN max(o.indicator_code = 'entrees' AND o.status = 'c') = 0
            THEN sum(CASE WHEN o.indicator_code = 'entrees' THEN o.value ELSE 0 END) END AS entrees,
       CASE WHEN max(o.indicator_code = 'apprenants' AND o.status = 'c') = 0
            THEN sum(CASE WHEN o.indicator_code = 'apprenants' THEN o.value ELSE 0 END) END AS apprenants,
       CASE WHEN max(o.indicator_code = 'termines' AND o.status = 'c') = 0
            THEN sum(CASE WHEN o.indicator_code = 'termines' THEN o.value ELSE 0 END) END AS termines,
       CASE WHEN max(o.indicator_code = 'abandons' AND o.status = 'c') = 0
            THEN sum(CASE WHEN o.indicator_code = 'abandons' THEN o.value ELSE 0 END) END AS abandons,
       CASE WHEN max(o.indicator_code = 'reorientes' AND o.status = 'c') = 0
            THEN sum(CASE WHEN o.indicator_code = 'reorientes' THEN o.value ELSE 0 END) END AS reorientes
  FROM period q
  JOIN observation o ON o.entity_kind = 'training' AND o.entity_code = :training AND o.period_code = q.code AND o.breakdown = ''
       AND o.indicator_code IN ('inscriptions', 'entrees', 'apprenants', 'termines', 'abandons', 'reorientes')
 GROUP BY q.code ORDER BY q.code
