-- The forecasts of the targets: those of the release, and those of earlier quarters, beside what came. base: publiee, made of
-- the figures published at their quarter; refaite, of those of today. revise: what came, where a later release revised it.
-- No parameter. Values in the indicator's unit.
SELECT indicator_code AS indicateur, entity_kind AS type, entity_code AS code, deadline_period AS echeance,
       origin_period AS depuis, period_code AS periode, method AS methode, value AS prevision, low AS bas, high AS haut,
       actual AS venu, revised AS revise, basis AS base
  FROM forecast
 ORDER BY indicator_code, entity_kind, entity_code, deadline_period, origin_period, period_code
