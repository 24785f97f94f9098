-- Every structure with its trainings and sites in force and its learners.
-- No parameter.
SELECT s.structure_id, s.name, s.path, s.slug, s.siret, l.label_fr AS legal_status_label,
       (SELECT count(*) FROM training t WHERE t.structure_id = s.structure_id AND t.in_force = 1) AS trainings,
       (SELECT count(DISTINCT t.site_id) FROM training t WHERE t.structure_id = s.structure_id AND t.in_force = 1) AS sites,
       CASE WHEN o.status = 'c' THEN NULL ELSE coalesce(o.value, 0) END AS learners, o.status AS learners_flag
  FROM structure s
  LEFT JOIN observation o ON o.entity_kind = 'structure' AND o.entity_code = s.structure_id
       AND o.indicator_code = 'apprenants_cumul' AND o.breakdown = ''
       AND o.period_code = (SELECT max(n.period_code) FROM observation n
                             WHERE n.entity_kind = 'structure' AND n.entity_code = s.structure_id
                               AND n.indicator_code = 'apprenants_cumul' AND n.breakdown = '')
  LEFT JOIN term l ON l.vocabulary = 'structure_statut' AND l.code = s.legal_status
 ORDER BY s.sort_key, s.structure_id
