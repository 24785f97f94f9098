-- What is published of the counts of persons and enrolments, flow and cumulative; the protection protects exactly it.
-- No parameter. Fills `published`: level, measure, dimensions ('' totals, 'sexe', 'neet+sexe').
WITH person_measure (measure) AS (
    VALUES ('inscriptions'), ('entrees'), ('apprenants'), ('termines'), ('abandons'), ('reorientes')
),
-- level, dimensions: of the six measures above
cell (level, dimensions) AS (
    VALUES ('country', ''), ('country', 'sexe'), ('country', 'neet'), ('country', 'qpv'), ('country', 'zrr'),
           ('country', 'age'), ('country', 'neet+sexe'),
           ('region', ''), ('region', 'sexe'), ('region', 'neet'), ('region', 'qpv'), ('region', 'zrr'),
           ('region', 'age'), ('region', 'neet+sexe'),
           ('department', ''), ('department', 'sexe'), ('department', 'neet'), ('department', 'qpv'),
           ('structure', ''),
           ('training', '')
)
INSERT INTO published (level, measure, dimensions)
SELECT level, measure, dimensions FROM cell CROSS JOIN person_measure
UNION ALL
VALUES ('country', 'situations_3mois', ''), ('country', 'situations_3mois', 'situation'),
       ('region', 'situations_3mois', ''), ('region', 'situations_3mois', 'situation'),
       ('department', 'situations_3mois', ''),
       -- The pyramid of ages.
       ('country', 'apprenants', 'age+sexe'),
       -- Residence against the place of the training, and where the redirected went.
       ('country', 'apprenants', 'residence'), ('region', 'apprenants', 'residence'),
       -- Who has a bursary, and what they come to: in units of money (compile/aids.h), rounded like persons.
       ('country', 'apprenants', 'bourse'), ('region', 'apprenants', 'bourse'),
       ('country', 'bourses_montant', ''), ('region', 'bourses_montant', ''),
       ('country', 'accueils', ''), ('country', 'accueils', 'origine'), ('region', 'accueils', '');
