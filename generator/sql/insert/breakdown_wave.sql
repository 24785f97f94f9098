-- The breakdown by wave of the indicators of the register: one value a call, after the others.
-- No parameter. Fills `breakdown`.
INSERT INTO breakdown (code, dimension, ordinal)
SELECT 'vague:' || wave, 'vague', (SELECT max(ordinal) FROM breakdown) + row_number() OVER (ORDER BY length(wave), wave)
  FROM call
