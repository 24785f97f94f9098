-- Two quarters, two regions with a department each, four trainings, and protected counts as the pipeline writes them.
INSERT INTO period VALUES ('2017-T3', 2017, 3, '2017-07-01', '2017-09-30', 1, 0, 0),
                          ('2017-T4', 2017, 4, '2017-10-01', '2017-12-31', 2, 0, 1);
INSERT INTO programme (id, name, short_name, tagline, description, owner, licence_name, source_credit,
                       accessibility_status, simulated, release_period, release_day, has_enrolments, rounding_base,
                       share_minimum, generator_version)
VALUES (1, 'p', 'p', '', '', '', '', '', 'non', 1, '2017-T4', '2017-12-31', 1, 5, 20, '0');
INSERT INTO territory VALUES
    ('country', 'FR', NULL, NULL, 'France', '', '', '', 'france', 'index.html', 1, 0, 'france'),
    ('region', '53', 'country', 'FR', 'Bretagne', '', '', '', 'bretagne', 'b', 1, 0, 'bretagne'),
    ('region', '76', 'country', 'FR', 'Occitanie', '', '', '', 'occitanie', 'o', 1, 0, 'occitanie'),
    ('department', '31', 'region', '76', 'Haute-Garonne', '', '', '', 'haute-garonne', 'o/hg', 1, 0, 'haute garonne'),
    ('department', '35', 'region', '53', 'Ille-et-Vilaine', '', '', '', 'ille-et-vilaine', 'b/iv', 1, 0, 'ille et vilaine');
INSERT INTO structure VALUES ('S1', 'S1', NULL, NULL, 's1', 's1', 's1'), ('S2', 'S2', NULL, NULL, 's2', 's2', 's2');
INSERT INTO site VALUES ('S1-a', 'S1', NULL, NULL, NULL, NULL, NULL, '31', '76', NULL, NULL, NULL, ''),
                        ('S2-a', 'S2', NULL, NULL, NULL, NULL, NULL, '35', '53', NULL, NULL, NULL, '');
-- A and B: one site; B ends within the last quarter; C is withdrawn on its last day; D has no date but its wave's.
INSERT INTO training (training_id, structure_id, site_id, places, wave, label_first_day, label_last_day, label_status,
                      in_force, granted_eur, paid_eur, department_code, region_code, slug, path, sort_key)
VALUES ('A', 'S1', 'S1-a', 12,   '1',  '2016-02-03', '2019-02-02', 'labellisee', 0, 1000.5, 500, '31', '76', 'a', 'a', 'a'),
       ('B', 'S1', 'S1-a', NULL, '1',  '2016-02-03', '2017-12-30', 'labellisee', 0, NULL, NULL, '31', '76', 'b', 'b', 'b'),
       ('C', 'S2', 'S2-a', 8,    NULL, '2016-02-03', NULL,         'retiree',    0, 2000, 0,    '35', '53', 'c', 'c', 'c'),
       ('D', 'S2', NULL,   NULL, '2',  NULL,         NULL,         '',           0, NULL, NULL, '35', '53', 'd', 'd', 'd');
INSERT INTO label_event VALUES ('C', '2017-12-31', 'retrait', ''), ('A', '2017-05-01', 'audit', '');
INSERT INTO call (wave, decided_day, applications, retained, trainings, structures, sites)
VALUES ('1', '2016-02-03', 360, 171, 2, 1, 1), ('2', '2017-10-15', 40, NULL, 1, 1, 0);
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, status)
VALUES ('country', 'FR', 'apprenants', '2017-T3', '', 100, ''), ('region', '53', 'apprenants', '2017-T3', '', 55, ''),
       ('region', '76', 'apprenants', '2017-T4', '', 0, 'p'), ('country', 'FR', 'apprenants_cumul', '2017-T4', '', 20, 'p'),
       ('country', 'FR', 'apprenants', '2017-T3', 'sexe:F', 15, ''), ('country', 'FR', 'apprenants', '2017-T3', 'sexe:M', 65, ''),
       ('country', 'FR', 'apprenants', '2017-T3', 'sexe:X', 0, ''), ('country', 'FR', 'apprenants', '2017-T3', 'sexe:inconnu', 20, ''),
       ('region', '53', 'apprenants', '2017-T3', 'sexe:F', 5, ''), ('region', '53', 'apprenants', '2017-T3', 'sexe:M', 10, ''),
       ('region', '53', 'apprenants', '2017-T3', 'sexe:X', 0, ''), ('region', '53', 'apprenants', '2017-T3', 'sexe:inconnu', 40, ''),
       ('region', '76', 'apprenants', '2017-T4', 'sexe:F', 0, 'p'), ('region', '76', 'apprenants', '2017-T4', 'sexe:M', 0, 'p'),
       ('region', '76', 'apprenants', '2017-T4', 'sexe:X', 0, 'p'), ('region', '76', 'apprenants', '2017-T4', 'sexe:inconnu', 0, 'p'),
       ('country', 'FR', 'apprenants_cumul', '2017-T4', 'sexe:F', 10, 'p'), ('country', 'FR', 'apprenants_cumul', '2017-T4', 'sexe:M', 10, 'p'),
       ('country', 'FR', 'apprenants_cumul', '2017-T4', 'sexe:X', 0, 'p'), ('country', 'FR', 'apprenants_cumul', '2017-T4', 'sexe:inconnu', 0, 'p'),
       ('department', '31', 'apprenants', '2017-T4', '', 60, 'p'), ('department', '31', 'apprenants', '2017-T4', 'sexe:M', 40, 'p'),
       ('department', '31', 'apprenants', '2017-T4', 'sexe:inconnu', 20, 'p'),
       ('country', 'FR', 'apprenants', '2017-T3', 'neet:oui', 35, ''), ('country', 'FR', 'apprenants', '2017-T3', 'neet:oui+sexe:F', 35, ''),
       ('country', 'FR', 'apprenants', '2017-T3', 'neet:non', 45, ''), ('country', 'FR', 'apprenants', '2017-T3', 'neet:inconnu', 20, ''),
       ('country', 'FR', 'situations_3mois', '2017-T4', 'situation:emploi', 25, 'p'),
       ('country', 'FR', 'situations_3mois', '2017-T4', 'situation:formation', 10, 'p'),
       ('country', 'FR', 'situations_3mois', '2017-T4', 'situation:creation', 5, 'p'),
       ('country', 'FR', 'situations_3mois', '2017-T4', 'situation:inconnu', 30, 'p'),
       ('region', '53', 'entrees_cumul', '2017-T4', '', 10, 'p'), ('region', '53', 'termines_cumul', '2017-T4', '', 15, 'p'),
       ('region', '76', 'entrees_cumul', '2017-T4', '', 60, 'p'), ('region', '76', 'termines_cumul', '2017-T4', '', 15, 'p'),
       ('region', '76', 'abandons_cumul', '2017-T4', '', 10, 'p'),
       ('training', 'A', 'inscriptions', '2017-T4', '', 30, 'p');
INSERT INTO target (indicator_code, entity_kind, entity_code, value, start_period, start_value, deadline_period, is_milestone,
                    label, ordinal) VALUES
    ('presents', 'country', 'FR', 100, '2017-T3', 10, '2018-T4', 0, '', 1),
    ('presents', 'country', 'FR', 40, '2017-T3', 10, '2017-T4', 1, 'étape', 2),
    ('fabriques', 'country', 'FR', 50, '2017-T3', 0, '2017-T4', 0, '', 3),
    ('part_femmes', 'country', 'FR', 30, '2017-T3', 30, '2018-T2', 0, '', 4);
