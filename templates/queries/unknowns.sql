-- Learners of France with an unknown trait, cumulative at the release.
-- No parameter.
SELECT b.code AS breakdown, o.value, o.status, CASE WHEN t.value >= p.share_minimum THEN 100.0 * o.value / t.value END AS percent,
       'apprenants_cumul/country:FR/' || p.release_period || '/' || b.code AS cell
  FROM programme p
  JOIN breakdown b ON b.code IN ('sexe:inconnu', 'neet:inconnu', 'qpv:indetermine', 'zrr:indetermine', 'age:inconnu',
                               'bourse:inconnu')
  JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = 'apprenants_cumul'
       AND o.period_code = p.release_period AND o.breakdown = b.code
  JOIN observation t ON t.entity_kind = 'country' AND t.entity_code = 'FR' AND t.indicator_code = 'apprenants_cumul'
       AND t.period_code = p.release_period AND t.breakdown = ''
 WHERE p.id = 1
 ORDER BY b.ordinal
