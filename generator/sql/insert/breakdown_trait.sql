-- The breakdowns by traits of the register, after the others; reads the temporary table of prepare/trait.sql.
-- No parameter. Fills `breakdown`.
INSERT INTO breakdown (code, dimension, label_fr, label_en, ordinal)
SELECT breakdown, dimension, label_fr, label_en, (SELECT max(ordinal) FROM breakdown) + rank FROM trait_value
