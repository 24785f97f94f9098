-- Question: how many places do the trainings in force at the end of each quarter offer?
-- No parameter; reads the temporary tables of prepare/in_force.sql and prepare/stock_flow.sql. Columns of `observation`:
-- value in places, by trait for country and regions; of territories numerator = trainings in force with known places, denominator = trainings in force; 'u' where there are trainings and
-- all their places are unknown. Structures and trainings: rows only in the quarters where the figure changes.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, 'places', period_code, '',
       CASE WHEN trainings > 0 AND places_known = 0 THEN NULL ELSE places END,
       CASE WHEN trainings > 0 AND places_known = 0 THEN NULL ELSE places_known END,
       CASE WHEN trainings > 0 AND places_known = 0 THEN NULL ELSE trainings END,
       CASE WHEN trainings > 0 AND places_known = 0 THEN 'u' ELSE '' END
  FROM register_total
UNION ALL
SELECT kind, code, 'places', period_code, breakdown, CASE all_unknown WHEN 0 THEN places END, NULL, NULL,
       CASE all_unknown WHEN 0 THEN '' ELSE 'u' END
  FROM register_part
UNION ALL
-- What a structure or training has from this quarter on, where it is not what it had.
SELECT s.kind, s.code, 'places', p.code, '', CASE WHEN s.places <> 'u' THEN s.places END, NULL, NULL,
       CASE WHEN s.places = 'u' THEN 'u' ELSE '' END
  FROM place_stock s
  CROSS JOIN period p ON p.ordinal = s.ordinal
  LEFT JOIN place_stock b ON b.kind = s.kind AND b.code = s.code AND b.ordinal = s.ordinal - 1
 WHERE s.places <> coalesce(b.places, 0.0)
UNION ALL
-- Nothing any more from the next quarter on.
SELECT s.kind, s.code, 'places', p.code, '', 0, NULL, NULL, ''
  FROM place_stock s
  CROSS JOIN period p ON p.ordinal = s.ordinal + 1
  LEFT JOIN place_stock a ON a.kind = s.kind AND a.code = s.code AND a.ordinal = p.ordinal
 WHERE a.kind IS NULL AND s.places <> 0.0
 ORDER BY 1, 2, 4, 5;
