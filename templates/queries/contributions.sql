-- What explains the gap of a target at the release, part by part, from what weighs most.
-- :indicator, :kind, :code  the target; :dimension  'region', 'structure', 'trimestre', 'neet'...
-- value, weight, expected and contribution in the unit of the numerator (persons, sites); points of a share; name: NULL where
-- the catalogue of labels has it, under breakdown.PART.
SELECT c.part, c.ordinal, c.value, c.weight, c.expected, c.contribution, c.points,
       CASE c.part WHEN 'autres' THEN 'Autres structures' WHEN 'secret' THEN 'Effectifs secrets, réunis' ELSE coalesce(t.name, s.name, q.code, b.label_fr) END AS name,
       coalesce(t.path, s.path) AS path, CASE WHEN b.dimension = 'vague' THEN substr(b.code, 7) END AS wave
  FROM contribution c
  LEFT JOIN territory t ON c.dimension IN ('region', 'department') AND t.kind = c.dimension AND t.code = c.part
  LEFT JOIN structure s ON c.dimension = 'structure' AND s.structure_id = c.part
  LEFT JOIN period q ON c.dimension = 'trimestre' AND q.code = c.part
  LEFT JOIN breakdown b ON b.code = c.part
 WHERE c.indicator_code = :indicator AND c.entity_kind = :kind AND c.entity_code = :code AND c.dimension = :dimension
   AND c.deadline_period = (SELECT min(deadline_period) FROM target x
                             WHERE x.indicator_code = c.indicator_code AND x.entity_kind = c.entity_kind
                               AND x.entity_code = c.entity_code AND x.is_milestone = 0)
 ORDER BY CASE c.dimension WHEN 'trimestre' THEN c.part ELSE '' END, c.ordinal
