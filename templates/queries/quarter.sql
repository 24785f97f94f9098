-- What the released quarter changed in a territory, beside the quarter before. One row.
-- :kind, :code
WITH q AS (
    SELECT r.code AS now, b.code AS before, r.first_day, r.last_day
      FROM programme p
      JOIN period r ON r.code = p.release_period
      LEFT JOIN period b ON b.ordinal = r.ordinal - 1 AND r.is_partial = b.is_partial -- a part of a quarter is compared with none
     WHERE p.id = 1
), f AS (
    SELECT o.indicator_code AS indicator, max(o.value) FILTER (WHERE o.period_code = q.now) AS now,
           max(o.value) FILTER (WHERE o.period_code = q.before) AS before
      FROM q JOIN observation o
        ON o.entity_kind = :kind AND o.entity_code = :code AND o.period_code IN (q.now, q.before) AND o.breakdown = ''
       AND o.indicator_code IN ('apprenants', 'fabriques', 'formations', 'part_femmes_cumul', 'part_neet_cumul',
                                'taux_reponse', 'abandons', 'termines', 'reorientes')
     GROUP BY o.indicator_code
)
SELECT q.now AS period, q.before AS previous,
       (SELECT now FROM f WHERE indicator = 'apprenants') AS learners,
       (SELECT before FROM f WHERE indicator = 'apprenants') AS learners_before,
       (SELECT now FROM f WHERE indicator = 'fabriques') AS sites,
       (SELECT now - before FROM f WHERE indicator = 'fabriques') AS sites_change,
       (SELECT before FROM f WHERE indicator = 'fabriques') AS sites_before,
       (SELECT now FROM f WHERE indicator = 'formations') AS trainings,
       (SELECT now - before FROM f WHERE indicator = 'formations') AS trainings_change,
       (SELECT before FROM f WHERE indicator = 'formations') AS trainings_before,
       (SELECT now FROM f WHERE indicator = 'part_femmes_cumul') AS women,
       (SELECT now - before FROM f WHERE indicator = 'part_femmes_cumul') AS women_change,
       (SELECT now FROM f WHERE indicator = 'part_neet_cumul') AS neet,
       (SELECT now - before FROM f WHERE indicator = 'part_neet_cumul') AS neet_change,
       (SELECT now FROM f WHERE indicator = 'taux_reponse') AS response,
       (SELECT now - before FROM f WHERE indicator = 'taux_reponse') AS response_change,
       (SELECT now FROM f WHERE indicator = 'termines') AS finished,
       (SELECT now FROM f WHERE indicator = 'abandons') AS dropped,
       (SELECT now FROM f WHERE indicator = 'reorientes') AS redirected,
       (SELECT count(*) FROM label_event e WHERE e.event = 'retrait' AND e.day BETWEEN q.first_day AND q.last_day) AS withdrawals,
       (SELECT count(*) FROM label_event e WHERE e.event = 'renouvellement' AND e.day BETWEEN q.first_day AND q.last_day) AS renewals
  FROM q
 ORDER BY q.now
