-- The counts of enrolments of a territory, from places to completions, cumulative and in the quarter; of a suppression the
-- hidden ones are left out but for learners, the only ones that it shows below the regions.
-- :kind, :code
SELECT i.label, i.measure, c.value, q.value AS quarter,
       i.code || '/' || :kind || ':' || :code || '/' || p.release_period || '/' AS cell
  FROM programme p
  JOIN indicator i ON i.code IN ('inscriptions_cumul', 'entrees_cumul', 'apprenants_cumul', 'termines_cumul', 'abandons_cumul', 'reorientes_cumul')
  JOIN observation c ON c.entity_kind = :kind AND c.entity_code = :code AND c.indicator_code = i.code
       AND c.period_code = p.release_period AND c.breakdown = ''
  LEFT JOIN observation q ON q.entity_kind = :kind AND q.entity_code = :code AND q.indicator_code = i.measure
       AND q.period_code = p.release_period AND q.breakdown = ''
 WHERE p.id = 1 AND (c.status <> 'c' OR i.measure = 'apprenants')
 ORDER BY i.ordinal
