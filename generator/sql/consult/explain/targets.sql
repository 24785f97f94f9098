-- Question: which targets is it compared with, and where does it stand? Parameters: indicator, kind, code, period and
-- breakdown of the cell. Columns: deadline, target, gap (value - target), achieved_percent, expected by the trajectory,
-- status (atteint, en-bonne-voie, a-accelerer, insuffisant, en-recul, manque, inconnu).
SELECT deadline_period AS deadline, target, gap, achieved_percent, expected, status
  FROM target_progress
 WHERE indicator_code = :indicator AND entity_kind = :kind AND entity_code = :code AND period_code = :period
   AND :breakdown = ''
 ORDER BY deadline_period;
