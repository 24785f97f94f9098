-- Each target at the end of each quarter. Shares in percent, gaps of shares in points, paces a quarter.
-- No parameter.
SELECT indicator_code AS indicateur, entity_kind AS type, entity_code AS code, period_code AS periode,
       deadline_period AS echeance, target AS cible, value AS valeur, gap AS ecart, achieved_percent AS atteinte_pourcent,
       expected AS trajectoire, pace_observed AS rythme_observe, pace_required AS rythme_requis,
       pace_percent AS rythme_pourcent, status AS statut
  FROM target_progress
 ORDER BY indicator_code, entity_kind, entity_code, deadline_period, period_code
