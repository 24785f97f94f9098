-- Question: what are the measures before protection? A second way to count them, from the raw rows, in plain SQL.
-- Reads enrolment(row, learner, training, registered, entry, exit, status, sexe, neet, qpv, zrr, age, situation, origin, home, home_region, aid), days in ISO form; training(training, region, department, structure); published(level, measure, dimensions).
-- Parameter: last_day of the release in ISO form. Columns: level, entity, measure, quarter ("2016-1"), breakdown, persons (of bourses_montant units of 4,000 euros).
WITH first_entry AS (
    SELECT learner, min(entry || printf('%09d', row)) AS key
      FROM enrolment
     WHERE entry <= :last_day
     GROUP BY learner
),
dated AS (
    SELECT 'inscriptions' AS measure, registered AS day, * FROM enrolment
    UNION ALL
    SELECT 'entrees', entry, * FROM enrolment WHERE entry IS NOT NULL
    UNION ALL
    SELECT 'apprenants', e.entry, e.* FROM enrolment e JOIN first_entry f ON f.key = e.entry || printf('%09d', e.row)
    UNION ALL
    SELECT 'termines', exit, * FROM enrolment WHERE status = 'termine' AND exit IS NOT NULL
    UNION ALL
    SELECT 'abandons', exit, * FROM enrolment WHERE status = 'abandon' AND exit IS NOT NULL
    UNION ALL
    SELECT 'reorientes', exit, * FROM enrolment WHERE status = 'reoriente' AND exit IS NOT NULL
    UNION ALL
    SELECT 'situations_3mois', exit, * FROM enrolment
     WHERE status = 'termine' AND exit IS NOT NULL
    UNION ALL
    SELECT 'accueils', entry, * FROM enrolment WHERE origin IS NOT NULL AND entry IS NOT NULL
),
event AS (
    SELECT *, strftime('%Y', day) || '-' || ((strftime('%m', day) + 2) / 3) AS quarter FROM dated WHERE day <= :last_day
),
placed AS (
    SELECT 'country' AS level, 'FR' AS entity, training FROM training
    UNION ALL SELECT 'region', region, training FROM training
    UNION ALL SELECT 'department', department, training FROM training
    UNION ALL SELECT 'structure', structure, training FROM training WHERE structure IS NOT NULL
    UNION ALL SELECT 'training', training, training FROM training
),
aid_sum AS (
    SELECT l.region, e.quarter, (sum(sum(e.aid)) OVER (PARTITION BY l.region ORDER BY e.quarter) + 2000) / 4000 AS units
      FROM event e JOIN training l ON l.training = e.training
     WHERE e.measure = 'entrees' AND e.aid > 0
     GROUP BY l.region, e.quarter
),
aid_flow AS (
    SELECT region, quarter, units - lag(units, 1, 0) OVER (PARTITION BY region ORDER BY quarter) AS units FROM aid_sum
)
SELECT p.level, l.entity, p.measure, e.quarter,
       CASE p.dimensions WHEN '' THEN ''
                         WHEN 'sexe' THEN 'sexe:' || e.sexe
                         WHEN 'neet' THEN 'neet:' || e.neet
                         WHEN 'qpv' THEN 'qpv:' || e.qpv
                         WHEN 'zrr' THEN 'zrr:' || e.zrr
                         -- Known three months after the exit: by the month, since the release ends with one.
                         WHEN 'situation' THEN 'situation:' ||
                              CASE WHEN date(e.exit, 'start of month', '+3 months') > :last_day THEN 'non_echue' ELSE e.situation END
                         WHEN 'bourse' THEN 'bourse:' || CASE WHEN e.aid IS NULL THEN 'inconnu' WHEN e.aid > 0 THEN 'oui' ELSE 'non' END
                         WHEN 'residence' THEN 'residence:' ||
                              CASE WHEN e.home IS NULL THEN 'inconnu' WHEN h.department = 'ND' THEN 'sans_lieu'
                                   WHEN h.department = e.home THEN 'meme_departement'
                                   WHEN h.region = e.home_region THEN 'meme_region' ELSE 'autre_region' END
                         WHEN 'origine' THEN 'origine:' ||
                              CASE WHEN f.structure = h.structure THEN 'meme_structure'
                                   WHEN h.department = 'ND' OR f.department = 'ND' THEN 'sans_lieu'
                                   WHEN f.department = h.department THEN 'meme_departement'
                                   WHEN f.region = h.region THEN 'meme_region' ELSE 'autre_region' END
                         WHEN 'neet+sexe' THEN 'neet:' || e.neet || '+sexe:' || e.sexe
                         WHEN 'age' THEN 'age:' || CASE WHEN e.age IS NULL THEN 'inconnu' WHEN e.age <= 25 THEN 'moins_26'
                                                        WHEN e.age BETWEEN 26 AND 30 THEN '26_30'
                                                        WHEN e.age BETWEEN 31 AND 49 THEN '31_49' ELSE '50_plus' END
       END AS breakdown,
       count(*) AS persons
  FROM published p
  JOIN event e ON e.measure = p.measure
  JOIN placed l ON l.level = p.level AND l.training = e.training
  JOIN training h ON h.training = e.training
  LEFT JOIN training f ON f.training = e.origin
 GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT 'region', region, 'bourses_montant', quarter, '', units FROM aid_flow
UNION ALL
SELECT 'country', 'FR', 'bourses_montant', quarter, '', sum(units) FROM aid_flow GROUP BY quarter
 ORDER BY 1, 2, 3, 4, 5
