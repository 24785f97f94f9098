-- Question: where small counts are hidden, which are shown, or leave a small count to the others of their total?
-- No parameter. Columns: cell, found, expected.
SELECT o.indicator_code || '/' || o.entity_kind || ':' || o.entity_code || '/' || o.period_code || '/' || o.breakdown AS cell,
       CASE WHEN abs(o.value) BETWEEN 1 AND p.rounding_base - 1 THEN CAST(o.value AS INTEGER)
            ELSE CAST(o.value AS INTEGER) || ' of ' || CAST(t.value AS INTEGER) END AS found,
       'hidden: under ' || p.rounding_base AS expected
  FROM programme p
  JOIN indicator i ON i.is_personal = 1 AND i.unit IN ('persons', 'enrolments')
  JOIN observation o ON o.indicator_code = i.code AND o.value IS NOT NULL
  LEFT JOIN observation t ON t.entity_kind = o.entity_kind AND t.entity_code = o.entity_code
       AND t.indicator_code = o.indicator_code AND t.period_code = o.period_code AND t.breakdown = '' AND o.breakdown <> ''
 WHERE p.protection_mode = 'suppression'
   AND (abs(o.value) BETWEEN 1 AND p.rounding_base - 1
        OR (o.value <> 0 AND abs(t.value - o.value) BETWEEN 1 AND p.rounding_base - 1))
 ORDER BY cell
