-- The indicators a report defines: one entry a measure, in the order of the catalogue.
-- No parameter.
SELECT code, measure, label, unit, definition, scope, unknown FROM indicator
 WHERE periodicity <> 'flow' OR measure NOT IN (SELECT measure FROM indicator WHERE periodicity <> 'flow')
 ORDER BY ordinal
