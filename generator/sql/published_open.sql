-- Publishes a breakdown at a level and at those above it: its parts then add up there too.
-- Parameters: level, dimensions ('sexe', 'neet+sexe'). Only of measures that have it somewhere, at levels where their total
-- is published; a cross brings the two breakdowns that it is made of.
WITH above (level, upper) AS (
    VALUES ('country', 'country'), ('region', 'region'), ('region', 'country'), ('department', 'department'),
           ('department', 'region'), ('department', 'country'), ('training', 'training'), ('training', 'department'),
           ('training', 'region'), ('training', 'country'), ('structure', 'structure'), ('structure', 'training'),
           ('structure', 'department'), ('structure', 'region'), ('structure', 'country')
),
wanted (level, dimensions) AS (SELECT :level, :dimensions),
-- Measures that no trait of a person is known of, and the one breakdown that they have.
special (measure, dimensions) AS (VALUES ('situations_3mois', 'situation'), ('accueils', 'origine'), ('bourses_montant', NULL)),
part (dimensions) AS (
    SELECT dimensions FROM wanted
    UNION SELECT substr(dimensions, 1, instr(dimensions, '+') - 1) FROM wanted WHERE instr(dimensions, '+') > 0
    UNION SELECT substr(dimensions, instr(dimensions, '+') + 1) FROM wanted WHERE instr(dimensions, '+') > 0
)
INSERT OR IGNORE INTO published (level, measure, dimensions)
SELECT a.upper, m.measure, d.dimensions
  FROM wanted w
  JOIN above a ON a.level = w.level
  JOIN (SELECT DISTINCT measure FROM published) m
  JOIN part d
  LEFT JOIN special s ON s.measure = m.measure
 WHERE CASE WHEN s.measure IS NOT NULL THEN coalesce(s.dimensions = w.dimensions, 0)
            ELSE w.dimensions NOT IN (SELECT dimensions FROM special WHERE dimensions IS NOT NULL) END
   AND EXISTS (SELECT 1 FROM published t WHERE t.level = a.level AND t.measure = m.measure AND t.dimensions = '')
