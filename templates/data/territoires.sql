-- Territories with their main figures at the release. Shares in percent.
-- No parameter.
SELECT kind AS type, code, name AS nom, parent_code AS region, period AS periode, trainings AS formations, sites AS fabriques,
       structures, places, learners AS apprenants_cumul, learners_quarter AS apprenants, women AS part_femmes_cumul,
       women_numerator AS femmes, women_denominator AS sexe_connu, women_flag AS part_femmes_statut,
       neet AS part_neet_cumul, neet_numerator AS neet, neet_denominator AS neet_connu, neet_flag AS part_neet_statut,
       response AS taux_reponse
  FROM territory_release
 ORDER BY kind, code
