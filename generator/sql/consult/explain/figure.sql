-- Question: what is this published figure, and what does it mean? Parameters: indicator, kind, code, period and
-- breakdown of the cell. No row: it is not published. Columns: indicator, entity_kind, entity_code, period, breakdown:
-- the cell; value in the indicator's unit; numerator and denominator as published; status p, r, c, z, u or ''; label,
-- measure, unit, decimals, direction, periodicity, definition, numerator_definition, denominator_definition, scope,
-- unknown, source, notes, is_personal of the indicator; entity_name; first_day, last_day, is_partial of the quarter;
-- programme, simulated, release, rounding_base, protection_mode, protection_key, share_minimum of the publication; page: its
-- page on the site. Structures and trainings are filled in where nothing is stored because nothing changed.
WITH found AS (
    SELECT value, numerator, denominator, status
      FROM observation
     WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator AND period_code = :period
       AND breakdown = :breakdown
    UNION ALL
    SELECT value, NULL, NULL, status
      FROM observation_filled
     WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator AND period_code = :period
       AND breakdown = :breakdown
       AND NOT EXISTS (SELECT 1 FROM observation
                        WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator
                          AND period_code = :period AND breakdown = :breakdown)
)
SELECT i.code AS indicator, :kind AS entity_kind, :code AS entity_code, p.code AS period, :breakdown AS breakdown,
       f.value, f.numerator, f.denominator, f.status,
       i.label, i.measure, i.unit, i.decimals, i.direction, i.periodicity, i.definition,
       i.numerator AS numerator_definition, i.denominator AS denominator_definition, i.scope, i.unknown, i.source,
       i.notes, i.is_personal,
       coalesce((SELECT name FROM territory WHERE kind = :kind AND code = :code),
                (SELECT name FROM structure WHERE :kind = 'structure' AND structure_id = :code),
                (SELECT title FROM training WHERE :kind = 'training' AND training_id = :code)) AS entity_name,
       p.first_day, p.last_day, p.is_partial,
       g.name AS programme, g.simulated, g.release_period AS release, g.rounding_base, g.protection_mode,
       g.protection_key, g.share_minimum, 'indicateurs/' || i.code || '/index.html' AS page
  FROM found f
  JOIN indicator i ON i.code = :indicator
  JOIN period p ON p.code = :period
  JOIN programme g ON g.id = 1
 ORDER BY i.code;
