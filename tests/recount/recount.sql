-- Question: what are the exact counts of an input folder, from the text of its files alone? A second way to count them,
-- written from the documentation, sharing nothing with generator/: parsing, set-aside rows, corrections, persons, traits.
-- Reads raw(file, line, is_short, the columns of inscriptions*.csv as text, NULL of a column that the file has not got),
-- file(n, first_day: of the quarter in its name, style), training_raw, commune_raw, department_raw; quarter(n, first_day,
-- last_day), the first one with all that happened before it. The release ends with the last quarter.
-- Columns: level, entity, measure, quarter, breakdown, count (persons, enrolments; of bourses_montant units of 4,000 euros).
CREATE TEMP TABLE training AS
SELECT t.formation_id AS training, CASE WHEN t.modalite = 'distance' OR d.code IS NULL THEN 'ND' ELSE d.code END AS department,
       CASE WHEN t.modalite = 'distance' OR d.code IS NULL THEN 'ND' ELSE d.region_code END AS region,
       nullif(t.structure_id, '') AS structure
  FROM training_raw t
  LEFT JOIN commune_raw c ON c.code = t.code_commune
  LEFT JOIN department_raw d ON d.code = c.department_code;
CREATE UNIQUE INDEX temp.training_id ON training (training);

-- Dates as they are written, in ISO form; date(x, '+0 days') = x tells those of the calendar.
CREATE TEMP TABLE dated AS
SELECT r.*, f.first_day,
       CASE WHEN date_entree = '' THEN NULL WHEN f.style = 'fr' THEN substr(date_entree, 7, 4) || '-' || substr(date_entree, 4, 2) || '-' || substr(date_entree, 1, 2)
            ELSE date_entree END AS entry,
       CASE WHEN date_sortie = '' THEN NULL WHEN f.style = 'fr' THEN substr(date_sortie, 7, 4) || '-' || substr(date_sortie, 4, 2) || '-' || substr(date_sortie, 1, 2)
            ELSE date_sortie END AS exit,
       replace(lower(replace(statut, 'é', 'e')), ' ', '_') AS status,
       replace(replace(replace(aide_eur, ' ', ''), char(8239), ''), ',', '.') AS aid_text
  FROM raw r JOIN file f ON f.n = r.file;

-- What is good: an identifier, a training of the register, days of the calendar between 1990 and 2100 in their order, a
-- known status or none, as many fields as the header.
CREATE TEMP TABLE good AS
SELECT d.*
  FROM dated d
  JOIN training t ON t.training = d.formation_id
 WHERE d.is_short = 0 AND d.inscription_id <> ''
   AND (d.date_entree = '' OR (date(d.entry, '+0 days') = d.entry AND d.entry BETWEEN '1990-01-01' AND '2100-12-31'))
   AND (d.date_sortie = '' OR (date(d.exit, '+0 days') = d.exit AND d.exit BETWEEN '1990-01-01' AND '2100-12-31'))
   AND (d.date_entree = '' OR d.date_sortie = '' OR d.entry <= d.exit)
   AND d.status IN ('', 'inscrit', 'en_formation', 'termine', 'abandon', 'reoriente');

-- Of an identifier the first row in a file, and the last file that has one; it keeps its place from the first file.
CREATE TEMP TABLE standing AS
SELECT g.*, a.since
  FROM good g
  JOIN (SELECT inscription_id, max(file) AS file FROM good GROUP BY inscription_id) l
       ON l.inscription_id = g.inscription_id AND l.file = g.file
  JOIN (SELECT inscription_id, file, min(line) AS line FROM good GROUP BY inscription_id, file) f
       ON f.inscription_id = g.inscription_id AND f.file = g.file AND f.line = g.line
  JOIN (SELECT inscription_id, min(file * 10000000 + line) AS since FROM good GROUP BY inscription_id) a
       ON a.inscription_id = g.inscription_id;

-- Facts in the words of the vocabularies; whatever else is unknown.
CREATE TEMP TABLE fact AS
SELECT since, formation_id AS training, CASE apprenant WHEN '' THEN 'row ' || since ELSE apprenant END AS learner, entry, exit,
       CASE status WHEN '' THEN CASE WHEN entry IS NULL THEN 'inscrit' ELSE 'en_formation' END ELSE status END AS status,
       coalesce(entry, first_day) AS registered,
       CASE upper(sexe) WHEN 'F' THEN 'F' WHEN 'FEMME' THEN 'F' WHEN 'M' THEN 'M' WHEN 'HOMME' THEN 'M' WHEN 'X' THEN 'X'
                        ELSE 'inconnu' END AS sexe,
       CASE WHEN age_entree GLOB '[0-9][0-9]' AND age_entree >= '10' THEN CAST(age_entree AS INTEGER) END AS age,
       CASE niveau_entree WHEN 'V' THEN 3 WHEN 'IV' THEN 4 WHEN 'III' THEN 5
                          ELSE CASE WHEN niveau_entree GLOB '[0-8]' THEN CAST(niveau_entree AS INTEGER) END END AS level,
       CASE WHEN situation_entree IN ('sans_emploi', 'emploi', 'etudes', 'inactif') THEN situation_entree END AS situation,
       CASE WHEN neet IN ('oui', 'non') THEN neet ELSE 'inconnu' END AS declared,
       CASE WHEN qpv IN ('oui', 'non') THEN qpv ELSE 'indetermine' END AS qpv,
       CASE WHEN zrr IN ('oui', 'non') THEN zrr ELSE 'indetermine' END AS zrr,
       CASE WHEN situation_3mois IN ('emploi', 'formation', 'creation', 'recherche', 'autre') THEN situation_3mois
            ELSE 'inconnu' END AS outcome,
       h.department_code AS home, (SELECT region_code FROM department_raw WHERE code = h.department_code) AS home_region,
       (SELECT o.training FROM training o WHERE o.training = formation_origine_id AND o.training <> formation_id) AS origin,
       CASE WHEN aide_eur IS NULL THEN NULL WHEN aide_eur = '' THEN 0
            WHEN aid_text GLOB '*[^0-9.]*' OR CAST(aid_text AS REAL) > 20000 THEN NULL
            ELSE CAST(round(CAST(aid_text AS REAL)) AS INTEGER) END AS aid
  FROM standing
  LEFT JOIN commune_raw h ON h.code = code_commune_residence;

CREATE TEMP TABLE person AS
SELECT f.*, CASE WHEN age >= 26 OR level > 4 OR situation IN ('emploi', 'etudes') THEN 'non'
                 WHEN age IS NOT NULL AND level IS NOT NULL AND situation IS NOT NULL THEN 'oui' ELSE declared END AS neet,
       CASE WHEN age IS NULL THEN 'inconnu' WHEN age < 26 THEN 'moins_26' WHEN age <= 30 THEN '26_30' WHEN age < 50 THEN '31_49'
            ELSE '50_plus' END AS age_class,
       since = first_value(since) OVER (PARTITION BY learner ORDER BY entry IS NULL OR entry > (SELECT max(last_day) FROM quarter), entry, since)
           AS is_first
  FROM fact f;

CREATE TEMP TABLE happening AS
SELECT 'inscriptions' AS measure, registered AS day, * FROM person
UNION ALL SELECT 'entrees', entry, * FROM person
UNION ALL SELECT 'apprenants', entry, * FROM person WHERE is_first
UNION ALL SELECT 'accueils', entry, * FROM person WHERE origin IS NOT NULL
UNION ALL SELECT 'termines', exit, * FROM person WHERE status = 'termine'
UNION ALL SELECT 'situations_3mois', exit, * FROM person WHERE status = 'termine'
UNION ALL SELECT 'abandons', exit, * FROM person WHERE status = 'abandon'
UNION ALL SELECT 'reorientes', exit, * FROM person WHERE status = 'reoriente';

CREATE TEMP TABLE event AS
SELECT h.*, q.n AS quarter, here.region, here.department, here.structure, there.region AS left_region,
       there.department AS left_department, there.structure AS left_structure
  FROM happening h
  JOIN quarter q ON h.day BETWEEN q.first_day AND q.last_day
  JOIN training here ON here.training = h.training
  LEFT JOIN training there ON there.training = h.origin;

-- Each event under each of its breakdowns. reach: how far down it is published (1 country, 2 region, 3 department, 4 all).
CREATE TEMP TABLE counted AS
SELECT measure, quarter, '' AS breakdown, region, department, structure, training,
       CASE measure WHEN 'situations_3mois' THEN 3 WHEN 'accueils' THEN 2 ELSE 4 END AS reach
  FROM event
UNION ALL
SELECT e.measure, e.quarter, t.column1, e.region, e.department, e.structure, e.training, t.column2
  FROM event e
  JOIN (SELECT NULL AS since, NULL AS measure, NULL AS column1, NULL AS column2 WHERE 0
        UNION ALL SELECT since, measure, 'sexe:' || sexe, 3 FROM event
        UNION ALL SELECT since, measure, 'neet:' || neet, 3 FROM event
        UNION ALL SELECT since, measure, 'qpv:' || qpv, 3 FROM event
        UNION ALL SELECT since, measure, 'zrr:' || zrr, 2 FROM event
        UNION ALL SELECT since, measure, 'age:' || age_class, 2 FROM event
        UNION ALL SELECT since, measure, 'neet:' || neet || '+sexe:' || sexe, 2 FROM event) t
       ON t.since = e.since AND t.measure = e.measure
 WHERE e.measure NOT IN ('situations_3mois', 'accueils')
UNION ALL
SELECT measure, quarter, 'residence:' || CASE WHEN home IS NULL THEN 'inconnu' WHEN department = 'ND' THEN 'sans_lieu'
                                              WHEN department = home THEN 'meme_departement'
                                              WHEN region = home_region THEN 'meme_region' ELSE 'autre_region' END,
       region, department, structure, training, 2
  FROM event WHERE measure = 'apprenants'
UNION ALL
SELECT measure, quarter, 'age:' || age_class || '+sexe:' || sexe, region, department, structure, training, 1
  FROM event WHERE measure = 'apprenants'
UNION ALL
SELECT measure, quarter, 'bourse:' || CASE WHEN aid IS NULL THEN 'inconnu' WHEN aid > 0 THEN 'oui' ELSE 'non' END,
       region, department, structure, training, 2
  FROM event WHERE measure = 'apprenants'
UNION ALL
-- Three months after an exit of the 3rd come on the 3rd: due when that month is over.
SELECT measure, quarter,
       'situation:' || CASE WHEN CAST(strftime('%Y', exit) AS INTEGER) * 12 + strftime('%m', exit) + 3
                                 > (SELECT CAST(strftime('%Y', max(last_day)) AS INTEGER) * 12 + strftime('%m', max(last_day)) FROM quarter)
                            THEN 'non_echue' ELSE outcome END,
       region, department, structure, training, 2
  FROM event WHERE measure = 'situations_3mois'
UNION ALL
SELECT measure, quarter, 'origine:' || CASE WHEN structure = left_structure THEN 'meme_structure'
                                            WHEN department = 'ND' OR left_department = 'ND' THEN 'sans_lieu'
                                            WHEN department = left_department THEN 'meme_departement'
                                            WHEN region = left_region THEN 'meme_region' ELSE 'autre_region' END,
       region, department, structure, training, 1
  FROM event WHERE measure = 'accueils';

-- Bursaries in whole units, of cumulative amounts, so that a quarter makes good what the one before it rounded.
CREATE TEMP TABLE bursary AS
SELECT region, quarter, units - lag(units, 1, 0) OVER (PARTITION BY region ORDER BY quarter) AS units
  FROM (SELECT region, quarter, (sum(sum(aid)) OVER (PARTITION BY region ORDER BY quarter) + 2000) / 4000 AS units
          FROM event WHERE measure = 'entrees' AND aid > 0 GROUP BY region, quarter);

SELECT 'country' AS level, 'FR' AS entity, measure, quarter, breakdown, count(*) AS count FROM counted GROUP BY 2, 3, 4, 5
UNION ALL SELECT 'region', region, measure, quarter, breakdown, count(*) FROM counted WHERE reach >= 2 GROUP BY 2, 3, 4, 5
UNION ALL SELECT 'department', department, measure, quarter, breakdown, count(*) FROM counted WHERE reach >= 3 GROUP BY 2, 3, 4, 5
UNION ALL SELECT 'structure', structure, measure, quarter, '', count(*) FROM counted
           WHERE reach = 4 AND breakdown = '' AND structure IS NOT NULL GROUP BY 2, 3, 4
UNION ALL SELECT 'training', training, measure, quarter, '', count(*) FROM counted WHERE reach = 4 AND breakdown = '' GROUP BY 2, 3, 4
UNION ALL SELECT 'region', region, 'bourses_montant', quarter, '', units FROM bursary WHERE units <> 0
UNION ALL SELECT 'country', 'FR', 'bourses_montant', quarter, '', sum(units) FROM bursary GROUP BY quarter HAVING sum(units) <> 0
 ORDER BY 1, 2, 3, 4, 5;
