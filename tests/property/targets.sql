-- Question: which shares, paces, contributions, bounds, forecasts and parts of a whole break what they promise? None should.
-- No parameter. Columns: promise, what.
SELECT 'a share is its quotient, rounded once' AS promise, o.indicator_code || ' ' || o.entity_kind || ':' || o.entity_code || ' ' || o.period_code AS what
  FROM observation o JOIN indicator i ON i.code = o.indicator_code AND i.unit = 'percent'
 WHERE o.value IS NOT NULL AND i.measure <> 'taux_versement'
   AND CAST(round(o.value * 10) AS INTEGER) <> (o.numerator * 2000 + o.denominator) / (2 * o.denominator)
UNION ALL
SELECT 'contributions add up to the gap in units', c.indicator_code || ' ' || c.entity_code || ' ' || c.dimension
  FROM contribution c
  JOIN target t ON t.indicator_code = c.indicator_code AND t.entity_kind = c.entity_kind AND t.entity_code = c.entity_code
       AND t.deadline_period = c.deadline_period AND t.is_milestone = 0
  JOIN programme p
  JOIN observation o ON o.entity_kind = c.entity_kind AND o.entity_code = c.entity_code
       AND o.indicator_code = c.indicator_code AND o.period_code = p.release_period AND o.breakdown = ''
 GROUP BY c.indicator_code, c.entity_kind, c.entity_code, c.deadline_period, c.dimension
HAVING abs(sum(c.contribution) - CASE WHEN o.denominator IS NULL THEN o.value - t.value
                                      ELSE o.numerator - t.value * o.denominator / 100 END) > 1e-6
    OR abs(sum(c.value - c.expected) - sum(c.contribution)) > 1e-6
UNION ALL
SELECT 'points add up to the printed gap', c.indicator_code || ' ' || c.entity_code || ' ' || c.dimension
  FROM contribution c
  JOIN programme p
  JOIN target_progress g ON g.indicator_code = c.indicator_code AND g.entity_kind = c.entity_kind
       AND g.entity_code = c.entity_code AND g.deadline_period = c.deadline_period AND g.period_code = p.release_period
 WHERE c.points IS NOT NULL
 GROUP BY c.indicator_code, c.entity_kind, c.entity_code, c.deadline_period, c.dimension
HAVING abs(sum(c.points) - g.gap) > 1e-6
UNION ALL
SELECT 'a contribution in points is within a tenth of its own', c.indicator_code || ' ' || c.part
  FROM contribution c
  JOIN target_share s ON s.indicator_code = c.indicator_code AND s.entity_kind = c.entity_kind AND s.entity_code = c.entity_code
       AND s.deadline_period = c.deadline_period
 WHERE c.points IS NOT NULL AND abs(c.points - 100.0 * c.contribution / s.known) > 0.1 + 1e-9
UNION ALL
SELECT 'the value is between its bounds', indicator_code || ' ' || entity_code
  FROM target_share
 WHERE 1000.0 * numerator / known < low_percent * 10 - 0.51 OR 1000.0 * numerator / known > high_percent * 10 + 0.51
UNION ALL
-- With what is needed the share is at its target, and with a base less it is not.
SELECT 'what is needed is enough, and no more', s.indicator_code || ' ' || s.entity_code
  FROM target_share s
  JOIN target t ON t.indicator_code = s.indicator_code AND t.entity_kind = s.entity_kind AND t.entity_code = s.entity_code
       AND t.deadline_period = s.deadline_period AND t.is_milestone = 0
  JOIN programme p
 WHERE s.indicator_code LIKE '%_cumul'
   AND (100.0 * (s.numerator + s.needed) < t.value * (s.known + s.coming) - 1e-6
        OR (s.needed > 0 AND 100.0 * (s.numerator + s.needed - p.rounding_base) >= t.value * (s.known + s.coming)))
UNION ALL
SELECT 'the pace required leads to the target', g.indicator_code || ' ' || g.entity_code || ' ' || g.period_code
  FROM target_progress g
 WHERE g.pace_required IS NOT NULL
   AND abs(g.value + g.pace_required * ((CAST(substr(g.deadline_period, 1, 4) AS INTEGER) - CAST(substr(g.period_code, 1, 4) AS INTEGER)) * 4
                                        + CAST(substr(g.deadline_period, 7) AS INTEGER) - CAST(substr(g.period_code, 7) AS INTEGER)) - g.target) > 1e-3
UNION ALL
SELECT 'the status follows the thresholds', g.indicator_code || ' ' || g.period_code || ' ' || g.status
  FROM target_progress g JOIN indicator i ON i.code = g.indicator_code AND i.direction = 'up'
 WHERE g.status <> CASE WHEN g.value IS NULL THEN 'inconnu' WHEN g.gap >= 0 THEN 'atteint' WHEN g.period_code >= g.deadline_period THEN 'manque'
                        WHEN g.pace_observed IS NULL THEN 'inconnu' WHEN g.pace_observed < 0 THEN 'en-recul'
                        WHEN g.pace_percent >= 95 - 1e-4 THEN 'en-bonne-voie' WHEN g.pace_percent >= 60 - 1e-4 THEN 'a-accelerer' ELSE 'insuffisant' END
UNION ALL
SELECT 'a forecast is within its interval', indicator_code || ' ' || origin_period || ' ' || period_code
  FROM forecast
 WHERE NOT low <= value OR NOT value <= high OR low = high OR (actual IS NULL) <> (period_code > (SELECT release_period FROM programme))
UNION ALL
SELECT 'no forecast under six quarters', indicator_code || ' ' || origin_period
  FROM forecast f WHERE (SELECT count(*) FROM period p WHERE p.code <= f.origin_period) < 6
UNION ALL
SELECT 'one method is chosen, of the smallest error', indicator_code || ' ' || entity_code
  FROM forecast_method m
 GROUP BY indicator_code, entity_kind, entity_code, deadline_period
HAVING sum(is_chosen) <> 1 OR max(CASE is_chosen WHEN 1 THEN mean_error END) > min(mean_error)
UNION ALL
SELECT 'the record counts the forecasts that came', r.indicator_code || ' ' || r.entity_code
  FROM forecast_record r
 WHERE r.tried <> (SELECT count(*) FROM forecast f WHERE f.indicator_code = r.indicator_code AND f.entity_kind = r.entity_kind
                      AND f.entity_code = r.entity_code AND f.deadline_period = r.deadline_period AND f.actual IS NOT NULL)
    OR r.covered <> (SELECT count(*) FROM forecast f WHERE f.indicator_code = r.indicator_code AND f.entity_kind = r.entity_kind
                        AND f.entity_code = r.entity_code AND f.deadline_period = r.deadline_period AND f.actual BETWEEN f.low AND f.high)
UNION ALL
SELECT 'printed parts add up to 100', indicator_code || ' ' || dimension || ' ' || period_code
  FROM observation_part
 WHERE entity_kind = 'country' AND entity_code = 'FR' AND indicator_code IN ('apprenants_cumul', 'entrees', 'places', 'formations', 'situations_3mois_cumul')
 GROUP BY indicator_code, dimension, period_code
HAVING count(percent) = count(*) AND sum(value) = max(total) AND round(sum(percent), 6) <> 100
UNION ALL
SELECT 'labels in force are those before, granted less withdrawn and expired', f.entity_kind || ':' || f.entity_code || ' ' || f.period_code
  FROM observation f
  JOIN observation a ON a.entity_kind = f.entity_kind AND a.entity_code = f.entity_code AND a.indicator_code = 'labels_attribues_cumul' AND a.period_code = f.period_code
  JOIN observation r ON r.entity_kind = f.entity_kind AND r.entity_code = f.entity_code AND r.indicator_code = 'labels_retires_cumul' AND r.period_code = f.period_code
  JOIN observation e ON e.entity_kind = f.entity_kind AND e.entity_code = f.entity_code AND e.indicator_code = 'labels_echus_cumul' AND e.period_code = f.period_code
 WHERE f.indicator_code = 'formations' AND f.breakdown = '' AND f.value <> a.value - r.value - e.value
UNION ALL
SELECT 'traits of trainings add up', o.indicator_code || ' ' || o.entity_kind || ':' || o.entity_code || ' ' || o.period_code || ' ' || b.dimension
  FROM observation o
  JOIN breakdown b ON b.code = o.breakdown AND b.dimension IN ('famille', 'niveau', 'duree', 'statut', 'modalite', 'vague')
  JOIN indicator i ON i.code = o.indicator_code AND i.unit IN ('persons', 'enrolments', 'trainings')
  JOIN observation t ON t.entity_kind = o.entity_kind AND t.entity_code = o.entity_code AND t.indicator_code = o.indicator_code
       AND t.period_code = o.period_code AND t.breakdown = ''
 GROUP BY o.indicator_code, o.entity_kind, o.entity_code, o.period_code, b.dimension
HAVING sum(o.value) <> t.value
 ORDER BY 1, 2
