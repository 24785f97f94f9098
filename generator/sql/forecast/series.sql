-- Question: what was a figure in each quarter? A partial quarter is none.
-- Parameters: entity_kind, entity_code, indicator_code. Columns: period_code, value, size (the numerator of a share, else the
-- value); NULL where no figure is published.
SELECT p.code AS period_code, o.value, CASE i.unit WHEN 'percent' THEN o.numerator ELSE o.value END AS size
  FROM period p
  JOIN indicator i ON i.code = :indicator_code
  LEFT JOIN observation o ON o.entity_kind = :entity_kind AND o.entity_code = :entity_code
       AND o.indicator_code = :indicator_code AND o.period_code = p.code AND o.breakdown = ''
 WHERE p.is_partial = 0
 ORDER BY p.ordinal
