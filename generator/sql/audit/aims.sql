-- Question: which numbers of persons are aims, or what lacks to one at the end of the released quarter, and no counts?
-- Whoever sets an aim need not set a multiple of the base. What lacks must be the difference of the two
-- (check/target-of-another-count). What others published is theirs.
-- No parameter. Columns: value.
SELECT value FROM target
 UNION SELECT expected FROM trajectory
 UNION SELECT round(expected) FROM trajectory
 UNION SELECT abs(p.gap)
         FROM target_progress p
         JOIN programme r ON r.id = 1 AND p.period_code = r.release_period
        WHERE p.gap IS NOT NULL
 UNION SELECT value FROM reference_figure WHERE value IS NOT NULL
 ORDER BY 1
