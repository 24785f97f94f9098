-- What the register says of each training, as breakdowns: job family, level of exit, duration class, legal status of the
-- structure, mode, wave.
-- No parameter. Creates trait(training_id, dimension, breakdown), a row a training and dimension, the unknown under
-- "inconnu"; and trait_value(dimension, breakdown, label_fr, label_en, rank), the breakdowns in the order of display.
-- Counts of persons broken down by a trait are sums of the protected counts of trainings: nothing more is told.
CREATE TEMP TABLE trait (
    training_id TEXT NOT NULL,
    dimension   TEXT NOT NULL,
    breakdown   TEXT NOT NULL,
    PRIMARY KEY (training_id, dimension)
) WITHOUT ROWID;

INSERT INTO trait (training_id, dimension, breakdown)
SELECT training_id, 'famille', 'famille:' || coalesce(job_family, 'inconnu') FROM training
UNION ALL
SELECT training_id, 'niveau', 'niveau:' || coalesce(exit_level, 'inconnu') FROM training
UNION ALL
SELECT training_id, 'duree',
       'duree:' || CASE WHEN duration_months IS NULL THEN 'inconnu' WHEN duration_months < 3 THEN 'moins_3'
                        WHEN duration_months < 6 THEN '3_5' WHEN duration_months < 12 THEN '6_11' ELSE '12_plus' END
  FROM training
UNION ALL
SELECT t.training_id, 'statut', 'statut:' || coalesce(s.legal_status, 'inconnu')
  FROM training t LEFT JOIN structure s ON s.structure_id = t.structure_id
UNION ALL
SELECT training_id, 'modalite', 'modalite:' || coalesce(mode, 'inconnu') FROM training
UNION ALL
SELECT training_id, 'vague', 'vague:' || coalesce(wave, 'inconnu') FROM training;

CREATE TEMP TABLE trait_value (
    dimension TEXT NOT NULL,
    breakdown TEXT PRIMARY KEY,
    label_fr  TEXT, -- NULL: in the catalogue of labels
    label_en  TEXT,
    rank      INTEGER NOT NULL
) WITHOUT ROWID;

WITH vocabulary (dimension, ordinal, name) AS (
    VALUES ('famille', 1, 'famille_metier'), ('niveau', 2, NULL), ('duree', 3, NULL), ('statut', 4, 'structure_statut'),
           ('modalite', 5, NULL), ('vague', 6, NULL)
),
-- The values that are shown even where no training has them, and those that trainings have.
value (dimension, breakdown, label_fr, label_en, place) AS (
    SELECT v.dimension, v.dimension || ':' || m.code, m.label_fr, coalesce(m.label_en, m.label_fr), m.ordinal
      FROM vocabulary v JOIN term m ON m.vocabulary = v.name
    UNION ALL
    SELECT 'vague', 'vague:' || wave, NULL, NULL, row_number() OVER (ORDER BY length(wave), wave) FROM call
    UNION ALL
    SELECT column1, column1 || ':' || column2, NULL, NULL, column3
      FROM (VALUES ('niveau', '3', 3), ('niveau', '4', 4), ('niveau', '5', 5), ('niveau', '6', 6), ('niveau', '7', 7),
                   ('niveau', '8', 8), ('duree', 'moins_3', 1), ('duree', '3_5', 2), ('duree', '6_11', 3),
                   ('duree', '12_plus', 4), ('modalite', 'presentiel', 1), ('modalite', 'mixte', 2),
                   ('modalite', 'distance', 3))
    UNION ALL
    SELECT dimension, dimension || ':inconnu', NULL, NULL, 1000000 FROM vocabulary
)
INSERT INTO trait_value (dimension, breakdown, label_fr, label_en, rank)
SELECT v.dimension, v.breakdown, v.label_fr, v.label_en, row_number() OVER (ORDER BY o.ordinal, v.place, v.breakdown)
  FROM (SELECT * FROM value
        UNION ALL
        -- A word of a register that no vocabulary knows is its own label.
        SELECT DISTINCT dimension, breakdown, substr(breakdown, instr(breakdown, ':') + 1),
               substr(breakdown, instr(breakdown, ':') + 1), 999999
          FROM trait WHERE breakdown NOT IN (SELECT breakdown FROM value)) v
  JOIN vocabulary o ON o.dimension = v.dimension;
