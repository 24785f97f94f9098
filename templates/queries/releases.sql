-- The releases, the last one first; kept: 1 when its counts are those that were published then.
-- No parameter.
SELECT period_code AS period, received_day, origin, trainings_moved, note, origin <> 'computed' AS kept
  FROM release
 ORDER BY period_code DESC
