-- Structures, with what they run at the release.
-- No parameter.
SELECT s.structure_id AS structure, s.name AS nom, s.legal_status AS statut, s.siret,
       (SELECT count(*) FROM training t WHERE t.structure_id = s.structure_id AND t.in_force = 1) AS formations_en_vigueur,
       (SELECT count(DISTINCT t.site_id) FROM training t WHERE t.structure_id = s.structure_id AND t.in_force = 1) AS fabriques
  FROM structure s
 ORDER BY s.structure_id
