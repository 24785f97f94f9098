-- How many quarterly counts other than 0 each rule of a suppression hides, a row a level, rounded to tens.
-- No parameter.
SELECT level, max(figures) FILTER (WHERE rule = 'none') AS shown, max(figures) FILTER (WHERE rule = 'threshold') AS threshold,
       max(figures) FILTER (WHERE rule = 'complement') AS complement,
       max(figures) FILTER (WHERE rule = 'secondary') AS secondary, max(figures) FILTER (WHERE rule = 'later') AS later
  FROM suppression
 GROUP BY level
 ORDER BY min(ordinal)
