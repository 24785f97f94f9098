-- Figures of the programme published elsewhere, with their source.
-- No parameter.
SELECT date, label AS indicateur, value AS valeur, text AS valeur_publiee, unit AS unite, territory AS territoire, source, note,
       indicator_code AS code_indicateur, period AS periode, reason AS ecart
  FROM reference_figure
 ORDER BY date, id
