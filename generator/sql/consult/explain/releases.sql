-- Question: what did each release say of it, and why did it change? Parameters: indicator, kind, code, period and
-- breakdown of the cell. Columns: release, origin (current, ledger: kept as it was published, computed: made again from
-- what is known today), value (NULL below the regions, where only the cause is told), cause (late, correction,
-- withdrawal, method, boundary; '' of the first).
SELECT h.release_period AS release, r.origin, h.value, h.cause
  FROM (SELECT release_period, value, cause
          FROM figure_history
         WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator AND period_code = :period
           AND breakdown = :breakdown
        UNION ALL
        SELECT release_period, NULL, cause
          FROM revision
         WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator AND period_code = :period
           AND breakdown = :breakdown AND is_main = 1 AND new_value IS NULL) h
  JOIN release r ON r.period_code = h.release_period
 ORDER BY h.release_period, h.cause;
