-- The indicators that a report defines: those of the targets, then the ones it shows beside them.
-- No parameter.
SELECT code, measure, label, unit, definition, scope, unknown FROM indicator
 WHERE code IN (SELECT indicator_code FROM target)
    OR code IN ('formations', 'fabriques', 'taux_reponse', 'abandons_cumul', 'sorties_positives_cumul')
 ORDER BY ordinal
