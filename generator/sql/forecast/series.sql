-- Question: what was a figure in each quarter, as first published, and what is known of it now? A partial quarter is none.
-- Parameters: entity_kind, entity_code, indicator_code. Columns: period_code, value, size (the numerator of a share, else the
-- value), NULL where no figure is published; revised (a count that later releases revised, NULL else); is_kept (1: the
-- figures up to then are those that were published then; of what is counted of the register only those of the release are).
SELECT p.code AS period_code, o.value, CASE i.unit WHEN 'percent' THEN o.numerator ELSE o.value END AS size, v.revised,
       p.is_release = 1
       OR (i.is_personal = 1 AND i.measure <> 'taux_reponse' AND r.origin = 'ledger' AND r.published_by = p.code) AS is_kept
  FROM period p
  JOIN indicator i ON i.code = :indicator_code
  LEFT JOIN release r ON r.period_code = p.code
  LEFT JOIN observation o ON o.entity_kind = :entity_kind AND o.entity_code = :entity_code
       AND o.indicator_code = :indicator_code AND o.period_code = p.code AND o.breakdown = ''
  LEFT JOIN figure_revised v ON v.entity_kind = :entity_kind AND v.entity_code = :entity_code
       AND v.indicator_code = :indicator_code AND v.period_code = p.code AND v.breakdown = ''
 WHERE p.is_partial = 0
 ORDER BY p.ordinal
