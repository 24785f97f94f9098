-- Question: what share of the trainings completed was followed, three months later, by a job, an own business or further
-- training?
-- No parameter. Columns of `observation`: value in percent to one decimal, half up; numerator and denominator in
-- enrolments (positive outcomes / all completions, the unknown and the not yet due included). 'z' where nothing was
-- completed, 'c' where a count is hidden or the denominator is under programme.share_minimum, 'u' where no outcome is known
-- yet, 'l' and 'h' for none and for all of fewer than 20 persons or 4 bases. Country and regions.
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT kind, code, indicator_code, period_code, '',
       CASE WHEN is_shown THEN ((2000 * positive + everything) / (2 * everything)) / 10.0 END,
       CASE WHEN is_shown THEN positive END,
       CASE WHEN is_shown THEN everything END,
       CASE WHEN is_shown THEN status WHEN everything = 0 AND hidden = 0 THEN 'z' WHEN everything < share_minimum OR hidden > 0 THEN 'c'
            WHEN everything <= unknown THEN 'u' WHEN positive NOT BETWEEN 0 AND everything THEN 'z' WHEN positive = 0 THEN 'l' ELSE 'h' END
  FROM (SELECT *, everything >= share_minimum AND everything > unknown AND hidden = 0
               AND positive BETWEEN 0 AND everything -- corrections can take more out of a flow than came in
               AND (everything >= extreme_minimum OR positive NOT IN (0, everything)) AS is_shown
          FROM (SELECT t.kind, t.code, m.share_code AS indicator_code, o.period_code, max(nullif(o.status, 'c')) AS status,
               max(1, (SELECT share_minimum FROM programme)) AS share_minimum,
               max(20, 4 * (SELECT rounding_base FROM programme)) AS extreme_minimum,
               count(*) FILTER (WHERE o.status = 'c') AS hidden,
               CAST(total(o.value) FILTER (WHERE o.breakdown IN ('situation:emploi', 'situation:creation', 'situation:formation')) AS INTEGER) AS positive,
               CAST(total(o.value) FILTER (WHERE o.breakdown IN ('situation:inconnu', 'situation:non_echue')) AS INTEGER) AS unknown,
               CAST(total(o.value) AS INTEGER) AS everything
          FROM territory t
          CROSS JOIN (SELECT 'situations_3mois' AS measure, 'sorties_positives' AS share_code
                      UNION ALL SELECT 'situations_3mois_cumul', 'sorties_positives_cumul') m
          CROSS JOIN observation o ON o.entity_kind = t.kind AND o.entity_code = t.code AND o.indicator_code = m.measure
         WHERE t.kind IN ('country', 'region')
           AND o.breakdown IN ('situation:emploi', 'situation:creation', 'situation:formation', 'situation:recherche',
                               'situation:autre', 'situation:inconnu', 'situation:non_echue')
         GROUP BY t.kind, t.code, m.share_code, o.period_code))
 ORDER BY kind, code, indicator_code, period_code;
