-- Question: which tables hold something that no reader knows?
-- No parameter. Columns: cell (table), found, expected.
SELECT name AS cell, 'a table' AS found, 'no table of that name' AS expected
  FROM sqlite_schema
 WHERE type = 'table'
   AND name NOT IN ('programme', 'period', 'territory', 'term', 'structure', 'site', 'training', 'label_event', 'call',
                    'indicator', 'breakdown', 'published', 'observation', 'target', 'trajectory', 'contribution', 'target_share', 'forecast_method',
                    'forecast', 'forecast_record', 'target_progress',
                    'reference_figure', 'finding', 'source_file')
 ORDER BY name
