-- Question: which row of an added indicator cannot be published, and why? The first one.
-- Parameter: indicator_code. Reads the temporary table of prepare/added.sql. Columns: row (of its result), fault (a code: entity,
-- period, breakdown, twice, number, whole, negative, order, base), found (what is wrong).
WITH of (is_share, is_personal, base) AS (
    SELECT i.unit = 'percent', i.is_personal, p.rounding_base
      FROM indicator i JOIN programme p ON p.id = 1
     WHERE i.code = :indicator_code
)
SELECT row, fault, found
  FROM (SELECT a.row, 'entity' AS fault, coalesce(a.entity_kind, 'NULL') || ':' || coalesce(a.entity_code, 'NULL') AS found, 1 AS rank
          FROM added a
         WHERE NOT EXISTS (SELECT 1 FROM territory t WHERE t.kind = a.entity_kind AND t.code = a.entity_code)
        UNION ALL
        SELECT a.row, 'period', coalesce(a.period_code, 'NULL'), 2
          FROM added a
         WHERE NOT EXISTS (SELECT 1 FROM period p WHERE p.code = a.period_code)
        UNION ALL
        SELECT a.row, 'breakdown', a.breakdown, 3
          FROM added a
         WHERE NOT EXISTS (SELECT 1 FROM breakdown b WHERE b.code = a.breakdown) AND a.breakdown <> ''
        UNION ALL
        SELECT max(a.row), 'twice', a.entity_kind || ':' || a.entity_code || ' ' || a.period_code || ' ' || a.breakdown, 4
          FROM added a
         GROUP BY a.entity_kind, a.entity_code, a.period_code, a.breakdown
        HAVING count(*) > 1
        UNION ALL
        SELECT a.row, 'number', coalesce(a.value, 'NULL'), 5
          FROM added a JOIN of ON of.is_share = 0
         WHERE a.value IS NOT NULL AND typeof(a.value) NOT IN ('integer', 'real')
        UNION ALL
        SELECT a.row, 'whole', coalesce(a.numerator, 'NULL') || ' / ' || coalesce(a.denominator, 'NULL'), 6
          FROM added a JOIN of ON of.is_share = 1
         WHERE typeof(coalesce(a.numerator, 0)) NOT IN ('integer', 'real') OR typeof(coalesce(a.denominator, 0)) NOT IN ('integer', 'real')
            OR (a.numerator IS NULL) <> (a.denominator IS NULL)
            OR a.numerator <> CAST(a.numerator AS INTEGER) OR a.denominator <> CAST(a.denominator AS INTEGER)
        UNION ALL
        SELECT a.row, 'negative', coalesce(a.value, a.numerator || ' / ' || a.denominator), 7
          FROM added a JOIN of
         WHERE (of.is_share = 0 AND of.is_personal = 1 AND a.value < 0) OR (of.is_share = 1 AND (a.numerator < 0 OR a.denominator < 0))
        UNION ALL
        SELECT a.row, 'order', a.numerator || ' / ' || a.denominator, 8
          FROM added a JOIN of ON of.is_share = 1 AND of.is_personal = 1
         WHERE a.numerator > a.denominator
        UNION ALL
        SELECT a.row, 'base', coalesce(a.value, a.numerator || ' / ' || a.denominator), 9
          FROM added a JOIN of ON of.is_personal = 1
         WHERE CASE of.is_share WHEN 0 THEN a.value <> CAST(a.value AS INTEGER) OR CAST(a.value AS INTEGER) % of.base <> 0
                                ELSE CAST(a.numerator AS INTEGER) % of.base <> 0 OR CAST(a.denominator AS INTEGER) % of.base <> 0 END)
 ORDER BY rank, row
 LIMIT 1
