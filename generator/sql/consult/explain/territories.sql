-- Question: what are the parts of the entity, and their share in the figure? Parameters: indicator, kind, code, period
-- and breakdown of the cell. Counts that add up from territory to territory only; a row of value 0 is left out.
-- Columns: cell, name, value, status; largest first.
WITH part AS (
    SELECT kind, code, name FROM territory WHERE parent_kind = :kind AND parent_code = :code
    UNION ALL
    SELECT 'training', training_id, coalesce(title, training_id) FROM training
     WHERE (:kind = 'department' AND department_code = :code) OR (:kind = 'structure' AND structure_id = :code)
),
value AS (
    SELECT p.kind, p.code, p.name, o.value, o.status
      FROM part p
      JOIN observation o ON o.entity_kind = p.kind AND o.entity_code = p.code AND o.indicator_code = :indicator
           AND o.period_code = :period AND o.breakdown = :breakdown
     WHERE p.kind <> 'training'
    UNION ALL
    SELECT p.kind, p.code, p.name, o.value, o.status
      FROM part p
      JOIN observation_filled o ON o.entity_kind = p.kind AND o.entity_code = p.code AND o.indicator_code = :indicator
           AND o.period_code = :period
     WHERE p.kind = 'training' AND :breakdown = ''
)
SELECT :indicator || '/' || v.kind || ':' || v.code || '/' || :period || '/' || :breakdown AS cell, v.name, v.value,
       v.status
  FROM value v
  JOIN indicator i ON i.code = :indicator AND i.unit NOT IN ('percent', 'structures')
 WHERE v.value <> 0 OR v.value IS NULL
 ORDER BY v.value DESC, v.kind, v.code;
