-- Question: what share of the funding granted to the trainings labelled by the end of each quarter was paid?
-- No parameter; reads the temporary tables of prepare/in_force.sql. Columns of `observation`: value in percent to one
-- decimal, half away from zero; numerator = paid, denominator = granted, in euros, of the trainings of which both are
-- known; the quotient is that of cents. 'z' where nothing was granted. Country, regions, departments.
WITH money AS MATERIALIZED (
    SELECT kind, code, period_code,
           CAST(round(100 * total(granted_eur)) AS INTEGER) AS granted_cents,
           CAST(round(100 * total(paid_eur)) AS INTEGER) AS paid_cents
      FROM labelled
     WHERE granted_eur IS NOT NULL AND paid_eur IS NOT NULL
     GROUP BY kind, code, period_code
)
INSERT INTO observation (entity_kind, entity_code, indicator_code, period_code, breakdown, value, numerator,
                         denominator, status)
SELECT t.kind, t.code, 'taux_versement', t.period_code, '',
       CASE WHEN m.granted_cents > 0 THEN ((2000 * m.paid_cents + m.granted_cents) / (2 * m.granted_cents)) / 10.0 END,
       CASE WHEN m.granted_cents > 0 THEN (m.paid_cents + 50) / 100 END,
       CASE WHEN m.granted_cents > 0 THEN (m.granted_cents + 50) / 100 END,
       CASE WHEN m.granted_cents > 0 THEN '' ELSE 'z' END
  FROM register_total t
  LEFT JOIN money m ON m.kind = t.kind AND m.code = t.code AND m.period_code = t.period_code
 ORDER BY t.kind, t.code, t.period_code;
