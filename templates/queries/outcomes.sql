-- Where learners are three months after the end of a training, cumulative at the release, unknown and not yet due last.
-- :kind, :code. percent of all, the unknown included, adding up to 100; NULL when nobody is counted.
SELECT b.code AS breakdown, substr(b.code, 11) AS code,
       CASE substr(b.code, 11) WHEN 'emploi' THEN 'Emploi' WHEN 'formation' THEN 'Formation' WHEN 'creation' THEN 'Création d’activité'
            WHEN 'recherche' THEN 'Recherche d’emploi' WHEN 'autre' THEN 'Autre' WHEN 'non_echue' THEN 'Trois mois non échus' ELSE 'Inconnue' END AS label,
       o.value,
       t.percent,
       'situations_3mois_cumul/' || :kind || ':' || :code || '/' || p.release_period || '/' || b.code AS cell
  FROM programme p
  JOIN breakdown b ON b.dimension = 'situation'
  JOIN observation o ON o.entity_kind = :kind AND o.entity_code = :code AND o.indicator_code = 'situations_3mois_cumul'
       AND o.period_code = p.release_period AND o.breakdown = b.code
  JOIN observation_part t ON t.entity_kind = :kind AND t.entity_code = :code AND t.indicator_code = 'situations_3mois_cumul'
       AND t.period_code = (SELECT release_period FROM programme) AND t.breakdown = b.code
 WHERE p.id = 1
 ORDER BY b.ordinal
