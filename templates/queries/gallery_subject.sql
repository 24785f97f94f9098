-- What the gallery's figures of shares show: the share of women and that of NEET, or, where a suppression hides most of
-- the regions' shares, the response rate and the part of the grants that is paid, which are public. One row.
-- No parameter. code, second: indicators, in percent; is_personal: of persons; goal: the target of the first, NULL
-- without one; mark: the goal, else the country's value; bounds: of the classes of maps; legend_secret: why
-- some of them have none.
WITH told AS (
    SELECT p.protection_mode <> 'suppression' OR count(*) FILTER (WHERE t.women IS NOT NULL) > count(*) FILTER (WHERE t.women_flag = 'c') AS women
      FROM programme p
      LEFT JOIN territory_release t ON t.kind = 'region' AND t.is_located = 1
     WHERE p.id = 1),
subject AS (
    SELECT women AS is_personal, CASE women WHEN 1 THEN 'part_femmes_cumul' ELSE 'taux_reponse' END AS code,
           CASE women WHEN 1 THEN 'part_neet_cumul' ELSE 'taux_versement' END AS second
      FROM told)
SELECT s.is_personal, s.code, s.second, o.value AS country,
       CASE s.is_personal WHEN 1 THEN m.target END AS goal,
       coalesce(CASE s.is_personal WHEN 1 THEN m.target END, o.value) AS mark,
       CASE s.is_personal WHEN 1 THEN coalesce(m.bounds, '15 20 25 30') ELSE '20 40 60 80' END AS bounds,
       CASE s.is_personal AND m.target IS NOT NULL WHEN 1 THEN 'cible' ELSE 'france' END AS mark_kind,
       CASE WHEN NOT s.is_personal THEN 'part non publiée' WHEN p.protection_mode = 'suppression' THEN 'secret, ou sans réponse'
            ELSE 'moins de ' || p.share_minimum || ' personnes, ou sans réponse' END AS legend_secret
  FROM subject s
  JOIN programme p ON p.id = 1
  LEFT JOIN observation o ON o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = s.code
       AND o.period_code = p.release_period AND o.breakdown = ''
  LEFT JOIN (SELECT t.value AS target, printf('%g %g %g %g', t.value - 15, t.value - 10, t.value - 5, t.value) AS bounds
               FROM target t WHERE t.indicator_code = 'part_femmes_cumul' AND t.entity_kind = 'country'
                    AND t.entity_code = 'FR' AND t.is_milestone = 0 ORDER BY t.deadline_period LIMIT 1) m
 ORDER BY s.code
