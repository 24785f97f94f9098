-- No longer publishes a breakdown at a level, nor at those below it, nor the crosses made of it.
-- Parameters: level, dimensions ('sexe', 'neet+sexe').
WITH below (level, lower) AS (
    VALUES ('country', 'country'), ('country', 'region'), ('country', 'department'), ('country', 'training'),
           ('country', 'structure'), ('region', 'region'), ('region', 'department'), ('region', 'training'),
           ('region', 'structure'), ('department', 'department'), ('department', 'training'), ('department', 'structure'),
           ('training', 'training'), ('training', 'structure'), ('structure', 'structure')
),
wanted (level, dimensions) AS (SELECT :level, :dimensions)
DELETE FROM published
 WHERE EXISTS (SELECT 1 FROM wanted w JOIN below b ON b.level = w.level
                WHERE b.lower = published.level
                  AND (published.dimensions = w.dimensions
                       OR instr('+' || published.dimensions || '+', '+' || w.dimensions || '+') > 0))
