-- Which labels are in force at the end of each quarter, and where: temporary tables for the indicators of the register.
-- No parameter. Creates labelled(kind, code, period_code, training_id, granted_eur, paid_eur): label given by the last day
-- of the quarter; in_force(kind, code, period_code, training_id, structure_id, site_id, wave, places): and neither
-- expired nor withdrawn. Each training has a row for the country, its region and its department.
-- A training without label date counts from the decision of its wave, else from the opening of its call, else from the
-- beginning. Without an end it stays in force, unless the register says that it expired or was withdrawn. The last event
-- decides whether it is withdrawn; on one day a withdrawal weighs most.
CREATE TEMP TABLE labelled (
    kind        TEXT NOT NULL,
    code        TEXT NOT NULL,
    period_code TEXT NOT NULL,
    training_id TEXT NOT NULL,
    granted_eur REAL,
    paid_eur    REAL,
    PRIMARY KEY (kind, code, period_code, training_id)
) WITHOUT ROWID;

INSERT INTO labelled (kind, code, period_code, training_id, granted_eur, paid_eur)
SELECT l.kind, l.code, p.code, t.training_id, t.granted_eur, t.paid_eur
  FROM (SELECT 'country' AS kind, 'FR' AS code, training_id FROM training
        UNION ALL SELECT 'region', region_code, training_id FROM training
        UNION ALL SELECT 'department', department_code, training_id FROM training) l
  JOIN training t ON t.training_id = l.training_id
  LEFT JOIN call c ON c.wave = t.wave
  CROSS JOIN period p
 WHERE coalesce(t.label_first_day, c.decided_day, c.opened_day, '') <= p.last_day;

CREATE TEMP TABLE in_force (
    kind         TEXT NOT NULL,
    code         TEXT NOT NULL,
    period_code  TEXT NOT NULL,
    training_id  TEXT NOT NULL,
    structure_id TEXT,
    site_id      TEXT,
    wave         TEXT,
    places       INTEGER,
    PRIMARY KEY (kind, code, period_code, training_id)
) WITHOUT ROWID;

INSERT INTO in_force (kind, code, period_code, training_id, structure_id, site_id, wave, places)
SELECT l.kind, l.code, l.period_code, t.training_id, t.structure_id, t.site_id, t.wave, t.places
  FROM labelled l
  JOIN period p ON p.code = l.period_code
  JOIN training t ON t.training_id = l.training_id
 WHERE (t.label_last_day IS NULL OR t.label_last_day >= p.last_day)
   AND coalesce((SELECT e.event FROM label_event e
                  WHERE e.training_id = t.training_id AND e.day <= p.last_day AND e.event <> 'audit'
                  ORDER BY e.day DESC, e.event = 'retrait' DESC LIMIT 1), '') <> 'retrait'
   AND NOT (coalesce(t.label_status, '') IN ('retiree', 'expiree') AND t.label_last_day IS NULL
            AND NOT EXISTS (SELECT 1 FROM label_event e WHERE e.training_id = t.training_id AND e.event = 'retrait'));

UPDATE training
   SET in_force = 1
 WHERE training_id IN (SELECT training_id FROM in_force
                        WHERE kind = 'country' AND code = 'FR'
                          AND period_code = (SELECT release_period FROM programme));
