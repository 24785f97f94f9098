-- How many main targets of the country there are and how many are reached; hidden: a suppression does not tell.
-- No parameter.
SELECT count(*) AS total, coalesce(sum(tp.status = 'atteint'), 0) AS reached,
       coalesce(sum(tp.status = 'manque'), 0) AS missed,
       count(*) FILTER (WHERE tp.value IS NULL AND p.protection_mode = 'suppression') AS hidden,
       max(tp.deadline_period) AS deadline
  FROM target t
  JOIN programme p ON p.id = 1
  JOIN target_progress tp ON tp.indicator_code = t.indicator_code AND tp.entity_kind = t.entity_kind
       AND tp.entity_code = t.entity_code AND tp.deadline_period = t.deadline_period AND tp.period_code = p.release_period
 WHERE t.entity_kind = 'country' AND t.entity_code = 'FR' AND t.is_milestone = 0
 ORDER BY 1
