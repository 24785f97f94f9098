-- Question: how is the figure broken down? Parameters: indicator, kind, code, period and breakdown of the cell; nothing
-- when it is a breakdown itself. Columns: dimension, cell, breakdown, value, status.
SELECT b.dimension, :indicator || '/' || :kind || ':' || :code || '/' || :period || '/' || b.code AS cell,
       b.code AS breakdown, o.value, o.status
  FROM breakdown b
  JOIN observation o ON o.entity_kind = :kind AND o.entity_code = :code AND o.indicator_code = :indicator
       AND o.period_code = :period AND o.breakdown = b.code
 WHERE :breakdown = '' AND b.code <> ''
 ORDER BY b.ordinal;
