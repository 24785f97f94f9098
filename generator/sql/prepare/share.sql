-- What the shares of persons are made of.
-- No parameter. Creates share_whole (a share, the count whose parts it compares), share_yes (the breakdowns of its numerator)
-- and share_unknown (those of the unknown; is_out: left out of the denominator).
CREATE TEMP TABLE share_whole (measure TEXT PRIMARY KEY, whole TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO share_whole
VALUES ('part_femmes', 'apprenants'), ('part_neet', 'apprenants'), ('part_qpv', 'apprenants'), ('part_zrr', 'apprenants'),
       ('part_boursiers', 'apprenants'),
       ('sorties_positives', 'situations_3mois');

CREATE TEMP TABLE share_yes (measure TEXT NOT NULL, breakdown TEXT NOT NULL, PRIMARY KEY (measure, breakdown)) WITHOUT ROWID;
INSERT INTO share_yes
VALUES ('part_femmes', 'sexe:F'), ('part_neet', 'neet:oui'), ('part_qpv', 'qpv:oui'), ('part_zrr', 'zrr:oui'),
       ('part_boursiers', 'bourse:oui'),
       ('sorties_positives', 'situation:emploi'), ('sorties_positives', 'situation:creation'),
       ('sorties_positives', 'situation:formation');

CREATE TEMP TABLE share_unknown (
    measure   TEXT NOT NULL,
    breakdown TEXT NOT NULL,
    is_out    INTEGER NOT NULL,
    PRIMARY KEY (measure, breakdown)
) WITHOUT ROWID;
INSERT INTO share_unknown
VALUES ('part_femmes', 'sexe:inconnu', 1), ('part_neet', 'neet:inconnu', 1), ('part_qpv', 'qpv:indetermine', 1),
       ('part_zrr', 'zrr:indetermine', 1), ('part_boursiers', 'bourse:inconnu', 1), ('sorties_positives', 'situation:inconnu', 0),
       ('sorties_positives', 'situation:non_echue', 0);
