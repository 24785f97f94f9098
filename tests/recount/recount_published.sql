-- Question: what does public.sqlite (attached as `published`) say otherwise than the files it was made from, of what is
-- published exactly, and does it show an amount of bursaries that the rule forbids? Runs after recount.sql.
-- Columns: cell, published, counted again. Nothing when all is well.
CREATE TEMP TABLE placed AS
SELECT u.kind, u.code, t.structure, r.*
  FROM training t
  JOIN training_raw r ON r.formation_id = t.training
  JOIN (SELECT 'country' AS kind, 'FR' AS code, training FROM training
        UNION ALL SELECT 'region', region, training FROM training
        UNION ALL SELECT 'department', department, training FROM training) u ON u.training = t.training;

-- Labelled at the end of a quarter, and in force: the day of the label has come, that of its end has not passed.
CREATE TEMP TABLE labelled AS
SELECT q.n, t.*, t.date_fin_label = '' OR t.date_fin_label >= q.last_day AS is_in_force,
       CASE WHEN t.dotation_accordee_eur = '' THEN NULL
            WHEN t.budget_session_eur = '' AND t.vague <> '1' THEN NULL
            WHEN t.vague = '1' AND t.dotation_accordee_eur + 0 > 70000 THEN 1
            WHEN t.budget_session_eur = '' THEN 0
            -- Half the budget of one session; of two, the whole of one, when under six months.
            WHEN t.duree_mois <> '' AND t.duree_mois + 0 < 6 THEN t.dotation_accordee_eur + 0 > t.budget_session_eur + 1.0
            ELSE t.dotation_accordee_eur + 0 > t.budget_session_eur / 2.0 + 1 END AS above
  FROM placed t JOIN quarter q ON t.date_label = '' OR t.date_label <= q.last_day;

CREATE TEMP TABLE expected AS
SELECT kind, code, n, 'formations' AS indicator, total(is_in_force) AS value FROM labelled GROUP BY 1, 2, 3
UNION ALL SELECT kind, code, n, 'structures', count(DISTINCT structure) FROM labelled WHERE is_in_force GROUP BY 1, 2, 3
UNION ALL SELECT kind, code, n, 'places', total(places) FROM labelled WHERE is_in_force AND places GLOB '[0-9]*' AND places NOT GLOB '*[^0-9]*' GROUP BY 1, 2, 3
UNION ALL SELECT kind, code, n, 'dotation_accordee', total(dotation_accordee_eur) FROM labelled GROUP BY 1, 2, 3
UNION ALL SELECT kind, code, n, 'dotation_versee', total(dotation_versee_eur) FROM labelled GROUP BY 1, 2, 3
UNION ALL SELECT kind, code, n, 'dotations_hors_plafond', total(above) FROM labelled GROUP BY 1, 2, 3;

-- Persons with a bursary, and what the largest share of one is, of each amount that may be published.
CREATE TEMP TABLE bursary_cell AS
WITH entry AS (SELECT 'country' AS kind, 'FR' AS code, learner, quarter, aid FROM event WHERE measure = 'entrees' AND aid > 0
               UNION ALL SELECT 'region', region, learner, quarter, aid FROM event WHERE measure = 'entrees' AND aid > 0),
person AS (SELECT e.kind, e.code, q.n, 'bourses_montant' AS indicator, e.learner, sum(e.aid) AS euros
             FROM entry e JOIN quarter q ON q.n = e.quarter GROUP BY 1, 2, 3, e.learner
           UNION ALL
           SELECT e.kind, e.code, q.n, 'bourses_montant_cumul', e.learner, sum(e.aid)
             FROM entry e JOIN quarter q ON q.n >= e.quarter GROUP BY 1, 2, 3, e.learner)
SELECT kind, code, n, indicator, count(*) AS persons, max(euros) * 1.0 / sum(euros) AS largest, sum(euros) AS euros
  FROM person GROUP BY 1, 2, 3, 4;

WITH found AS (
    SELECT o.entity_kind AS kind, o.entity_code AS code, p.ordinal - 1 AS n, o.indicator_code AS indicator, o.value
      FROM published.observation o
      JOIN published.period p ON p.code = o.period_code AND p.ordinal > 0
     WHERE o.breakdown = '' AND o.entity_kind IN ('country', 'region', 'department')
)
SELECT e.indicator || '/' || e.kind || ':' || e.code || '/' || e.n AS cell, f.value AS published, e.value AS again
  FROM expected e LEFT JOIN found f ON f.kind = e.kind AND f.code = e.code AND f.n = e.n AND f.indicator = e.indicator
 WHERE coalesce(f.value, 0) <> e.value
UNION ALL
SELECT f.indicator || '/' || f.kind || ':' || f.code || '/' || f.n, f.value, 'nothing'
  FROM found f LEFT JOIN expected e ON e.kind = f.kind AND e.code = f.code AND e.n = f.n AND e.indicator = f.indicator
 WHERE f.indicator IN (SELECT indicator FROM expected) AND f.value <> 0 AND e.value IS NULL
UNION ALL
SELECT f.indicator || '/' || f.kind || ':' || f.code || '/' || f.n, f.value,
       coalesce(b.persons, 0) || ' persons, one with ' || round(100 * b.largest) || ' %'
  FROM found f LEFT JOIN bursary_cell b ON b.kind = f.kind AND b.code = f.code AND b.n = f.n AND b.indicator = f.indicator
 WHERE f.indicator LIKE 'bourses_montant%' AND f.value IS NOT NULL
   AND (coalesce(b.persons, 0) < 11 OR b.largest > 0.85 OR abs(f.value - b.euros) > 45000);
