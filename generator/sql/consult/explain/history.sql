-- Question: what was the figure at each quarter, as this publication says? Parameters: indicator, kind, code, period
-- and breakdown of the cell. Columns: period, value, numerator, denominator, status; is_asked: the quarter of the cell;
-- is_partial.
WITH value AS (
    SELECT period_code, value, numerator, denominator, status
      FROM observation
     WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator AND breakdown = :breakdown
       AND :kind NOT IN ('structure', 'training')
    UNION ALL
    SELECT period_code, value, NULL, NULL, status
      FROM observation_filled
     WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator AND breakdown = :breakdown
       AND :kind IN ('structure', 'training')
)
SELECT v.period_code AS period, v.value, v.numerator, v.denominator, v.status, v.period_code = :period AS is_asked,
       p.is_partial
  FROM value v
  JOIN period p ON p.code = v.period_code
 ORDER BY p.ordinal;
