-- One group of reference_groups as the bars want it: the figures published elsewhere, highest first, then ours.
-- :code, :kind, :entity, :period  the group; :own, :own_cell, :own_label  ours.
SELECT label, path, value, status, state, cell, code
  FROM (SELECT replace(r.label, char(39), char(8217)) AS label, NULL AS path, r.value AS value, NULL AS status,
               CASE WHEN r.value IS NULL THEN 'none' ELSE 'value' END AS state, NULL AS cell, 'r' || r.id AS code, 0 AS rank
          FROM reference_figure r
         WHERE r.indicator_code = :code AND r.entity_kind = :kind AND r.entity_code = :entity AND r.period = :period
        UNION ALL
        SELECT :own_label, NULL, :own, NULL, CASE WHEN :own IS NULL THEN 'none' ELSE 'value' END, :own_cell, 'own', 1)
 ORDER BY rank, value DESC, code
