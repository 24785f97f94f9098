-- Question: which tables hold something that no reader knows?
-- No parameter. Columns: cell (table), found, expected.
SELECT name AS cell, 'a table' AS found, 'no table of that name' AS expected
  FROM sqlite_schema
 WHERE type = 'table'
   AND name NOT IN ('programme', 'period', 'territory', 'term', 'structure', 'site', 'training', 'label_event', 'call', 'selection',
                    'indicator', 'breakdown', 'published', 'observation', 'target', 'trajectory', 'target_progress',
                    'contribution', 'target_share', 'forecast', 'forecast_method', 'forecast_record',
                    'reference_figure', 'finding', 'source_file', 'release', 'revision', 'suppression')
 ORDER BY name
