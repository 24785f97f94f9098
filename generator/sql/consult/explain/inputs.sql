-- Question: which published figures is it computed from? Parameters: indicator, kind, code, period and breakdown of the
-- cell. Columns: part (numerator, denominator, sum), factor (1 or -1), cell, label, value, status. `formula` is what
-- the queries of indicator/ compute; tests/command compares its sums with published figures.
WITH formula (measure, part, factor, source, breakdown) AS (
    VALUES ('part_femmes', 'numerator', 1, 'apprenants', 'sexe:F'),
           ('part_femmes', 'denominator', 1, 'apprenants', ''),
           ('part_femmes', 'denominator', -1, 'apprenants', 'sexe:inconnu'),
           ('part_neet', 'numerator', 1, 'apprenants', 'neet:oui'),
           ('part_neet', 'denominator', 1, 'apprenants', ''),
           ('part_neet', 'denominator', -1, 'apprenants', 'neet:inconnu'),
           ('part_qpv', 'numerator', 1, 'apprenants', 'qpv:oui'),
           ('part_qpv', 'denominator', 1, 'apprenants', ''),
           ('part_qpv', 'denominator', -1, 'apprenants', 'qpv:indetermine'),
           ('part_zrr', 'numerator', 1, 'apprenants', 'zrr:oui'),
           ('part_zrr', 'denominator', 1, 'apprenants', ''),
           ('part_zrr', 'denominator', -1, 'apprenants', 'zrr:indetermine'),
           ('part_boursiers', 'numerator', 1, 'apprenants', 'bourse:oui'),
           ('part_boursiers', 'denominator', 1, 'apprenants', ''),
           ('part_boursiers', 'denominator', -1, 'apprenants', 'bourse:inconnu'),
           ('boursiers', 'sum', 1, 'apprenants', 'bourse:oui'),
           ('sorties_positives', 'numerator', 1, 'situations_3mois', 'situation:emploi'),
           ('sorties_positives', 'numerator', 1, 'situations_3mois', 'situation:creation'),
           ('sorties_positives', 'numerator', 1, 'situations_3mois', 'situation:formation'),
           ('sorties_positives', 'denominator', 1, 'situations_3mois', ''),
           ('taux_versement', 'numerator', 1, 'dotation_versee', ''),
           ('taux_versement', 'denominator', 1, 'dotation_accordee', ''),
           ('presents', 'sum', 1, 'entrees_cumul', ''),
           ('presents', 'sum', -1, 'termines_cumul', ''),
           ('presents', 'sum', -1, 'abandons_cumul', ''),
           ('presents', 'sum', -1, 'reorientes_cumul', '')
),
input AS (
    SELECT f.part, f.factor,
           CASE WHEN i.code <> i.measure THEN f.source || '_cumul' ELSE f.source END AS indicator_code,
           f.breakdown
      FROM indicator i
      JOIN formula f ON f.measure = i.measure
     WHERE i.code = :indicator AND :breakdown = ''
)
SELECT n.part, n.factor,
       n.indicator_code || '/' || :kind || ':' || :code || '/' || :period || '/' || n.breakdown AS cell,
       i.label, o.value, o.status
  FROM input n
  JOIN indicator i ON i.code = n.indicator_code
  JOIN observation o ON o.entity_kind = :kind AND o.entity_code = :code AND o.indicator_code = n.indicator_code
       AND o.period_code = :period AND o.breakdown = n.breakdown
 ORDER BY n.part DESC, n.factor DESC, n.breakdown, n.indicator_code;
