-- Question: what do the bursaries come to, in euros, and where can it be shown?
-- No parameter. Makes amounts of the units that were counted (4,000 euros, compile/aids.h), and hides ('c') those that do
-- not have at least 11 contributors, or where one may have more than 85 %. Both are told from published figures alone, so
-- that what is hidden tells nothing: a count of learners with a bursary is within two bases of the truth, an amount within
-- two multiples, and no bursary exceeds 20,000 euros (five units).
--   contributors: at least 11 + 2 bases learners with a bursary
--   dominance:    at least 20,000 / 0.85 euros and two multiples more
-- Where regions are hidden, more are, from the smallest amount up, until those hidden together pass both tests: their sum is
-- the country less the others. Without any such learner, and without an amount, 'z'.
WITH amount AS MATERIALIZED (
    SELECT o.entity_kind, o.entity_code, o.indicator_code, o.period_code, o.value AS units, coalesce(h.value, 0) AS holders,
           p.rounding_base AS base
      FROM territory t
      CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code
           AND o.indicator_code IN ('bourses_montant', 'bourses_montant_cumul') AND o.breakdown = ''
      JOIN programme p ON p.id = 1
      LEFT JOIN observation h ON h.entity_kind = o.entity_kind AND h.entity_code = o.entity_code
           AND h.indicator_code = replace(o.indicator_code, 'bourses_montant', 'apprenants')
           AND h.period_code = o.period_code AND h.breakdown = 'bourse:oui'
),
judged AS MATERIALIZED (
    SELECT *, holders <= 0 AND units = 0 AS is_none,
           holders >= 11 + 2 * base AND units * 4000 >= 20000 / 0.85 + 2 * base * 4000 AS is_safe
      FROM amount
),
-- Regions from what must be hidden to the largest amount, with what stands before each.
ranked AS (
    SELECT *, total(holders) OVER before AS hidden_holders, total(units) OVER before AS hidden_units,
           count(*) FILTER (WHERE NOT is_safe) OVER (PARTITION BY indicator_code, period_code) AS unsafe
      FROM judged
     WHERE entity_kind = 'region' AND NOT is_none
    WINDOW before AS (PARTITION BY indicator_code, period_code ORDER BY is_safe, units, entity_code
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
hidden AS MATERIALIZED (
    SELECT entity_kind, entity_code, indicator_code, period_code
      FROM ranked
     WHERE NOT is_safe
        OR (unsafe > 0 AND (hidden_holders < 11 + 2 * base OR hidden_units * 4000 < 20000 / 0.85 + 2 * base * 4000))
    UNION ALL
    SELECT entity_kind, entity_code, indicator_code, period_code FROM judged
     WHERE entity_kind = 'country' AND NOT is_none AND NOT is_safe
)
UPDATE observation AS o
   SET value = CASE WHEN j.is_none OR h.entity_code IS NOT NULL THEN NULL ELSE o.value * 4000 END,
       status = CASE WHEN j.is_none THEN 'z' WHEN h.entity_code IS NOT NULL THEN 'c' ELSE o.status END
  FROM judged j
  LEFT JOIN hidden h ON h.entity_kind = j.entity_kind AND h.entity_code = j.entity_code
       AND h.indicator_code = j.indicator_code AND h.period_code = j.period_code
 WHERE o.entity_kind = j.entity_kind AND o.entity_code = j.entity_code AND o.indicator_code = j.indicator_code
   AND o.period_code = j.period_code AND o.breakdown = '';
