-- Which labels are given and in force at the end of each quarter, and where: for the indicators of the register.
-- No parameter. Creates labelled(kind, code, period_code, wave, training_id, structure_id, site_id, places, granted_eur,
-- paid_eur, is_above_cap, is_in_force): label given by the last day of the quarter, a row for the country, the region and the department
-- of each training, wave '' without one; is_in_force = 1: and neither expired nor withdrawn. Creates of it register_total
-- (every territory in every quarter) and place_stock (structures and trainings); sets training.in_force for the release.
-- A training without label date counts from the decision of its wave, else from the opening of its call, else from the
-- beginning. Without an end it stays in force, unless the register says that it expired or was withdrawn. The last event
-- decides whether it is withdrawn; on one day a withdrawal weighs most.
CREATE TEMP TABLE labelled (
    kind         TEXT NOT NULL,
    code         TEXT NOT NULL,
    period_code  TEXT NOT NULL,
    wave         TEXT NOT NULL,
    training_id  TEXT NOT NULL,
    structure_id TEXT,
    site_id      TEXT,
    places       INTEGER,
    granted_eur  REAL,
    paid_eur     REAL,
    is_above_cap INTEGER, -- of the funding granted; NULL where it cannot be checked
    is_in_force  INTEGER NOT NULL,
    PRIMARY KEY (kind, code, period_code, wave, training_id)
) WITHOUT ROWID;

WITH quarter AS MATERIALIZED (
    SELECT t.training_id, t.structure_id, t.site_id, coalesce(t.wave, '') AS wave, t.places, t.granted_eur, t.paid_eur, f.is_above_cap,
           t.region_code, t.department_code, p.code AS period_code,
           (t.label_last_day IS NULL OR t.label_last_day >= p.last_day)
           AND coalesce((SELECT e.event FROM label_event e
                          WHERE e.training_id = t.training_id AND e.day <= p.last_day AND e.event <> 'audit'
                          ORDER BY e.day DESC, e.event = 'retrait' DESC LIMIT 1), '') <> 'retrait'
           AND NOT (coalesce(t.label_status, '') IN ('retiree', 'expiree') AND t.label_last_day IS NULL
                    AND NOT EXISTS (SELECT 1 FROM label_event e
                                     WHERE e.training_id = t.training_id AND e.event = 'retrait')) AS is_in_force
      FROM training t
      LEFT JOIN training_funding f ON f.training_id = t.training_id
      LEFT JOIN call c ON c.wave = t.wave
      CROSS JOIN period p
     WHERE coalesce(t.label_first_day, c.decided_day, c.opened_day, '') <= p.last_day
)
INSERT INTO labelled (kind, code, period_code, wave, training_id, structure_id, site_id, places, granted_eur, paid_eur,
                      is_above_cap, is_in_force)
SELECT 'country', 'FR', period_code, wave, training_id, structure_id, site_id, places, granted_eur, paid_eur, is_above_cap,
       is_in_force
  FROM quarter
UNION ALL
SELECT 'region', region_code, period_code, wave, training_id, structure_id, site_id, places, granted_eur, paid_eur, is_above_cap,
       is_in_force
  FROM quarter
UNION ALL
SELECT 'department', department_code, period_code, wave, training_id, structure_id, site_id, places, granted_eur, paid_eur, is_above_cap,
       is_in_force
  FROM quarter;

CREATE TEMP TABLE register_total (
    kind          TEXT NOT NULL,
    code          TEXT NOT NULL,
    period_code   TEXT NOT NULL,
    labelled      INTEGER NOT NULL, -- trainings labelled so far
    granted_known INTEGER NOT NULL, -- of them, with a known amount
    granted_eur   REAL NOT NULL,
    paid_known    INTEGER NOT NULL,
    paid_eur      REAL NOT NULL,
    trainings     INTEGER NOT NULL, -- in force, as what follows
    structures    INTEGER NOT NULL,
    sites         INTEGER NOT NULL,
    places_known  INTEGER NOT NULL, -- trainings with known places
    places        REAL NOT NULL,
    PRIMARY KEY (kind, code, period_code)
) WITHOUT ROWID;

INSERT INTO register_total (kind, code, period_code, labelled, granted_known, granted_eur, paid_known, paid_eur, trainings,
                            structures, sites, places_known, places)
SELECT kind, code, period_code, count(*), count(granted_eur), round(total(granted_eur), 2), count(paid_eur),
       round(total(paid_eur), 2), sum(is_in_force), count(DISTINCT CASE is_in_force WHEN 1 THEN structure_id END),
       count(DISTINCT CASE is_in_force WHEN 1 THEN site_id END), count(CASE is_in_force WHEN 1 THEN places END),
       total(CASE is_in_force WHEN 1 THEN places END)
  FROM labelled
 GROUP BY kind, code, period_code;

INSERT OR IGNORE INTO register_total (kind, code, period_code, labelled, granted_known, granted_eur, paid_known, paid_eur,
                                      trainings, structures, sites, places_known, places)
SELECT t.kind, t.code, p.code, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  FROM territory t
  CROSS JOIN period p;

CREATE TEMP TABLE place_stock (
    kind    TEXT NOT NULL,
    code    TEXT NOT NULL,
    ordinal INTEGER NOT NULL, -- of the quarter; only those with a training in force
    places  ANY NOT NULL,     -- 'u' when all are unknown
    PRIMARY KEY (kind, code, ordinal)
) STRICT, WITHOUT ROWID;

INSERT INTO place_stock (kind, code, ordinal, places)
SELECT 'structure', l.structure_id, p.ordinal, CASE WHEN count(l.places) > 0 THEN total(l.places) ELSE 'u' END
  FROM labelled l
  CROSS JOIN period p ON p.code = l.period_code
 WHERE l.kind = 'country' AND l.code = 'FR' AND l.is_in_force = 1 AND l.structure_id IS NOT NULL
 GROUP BY l.structure_id, p.ordinal
UNION ALL
SELECT 'training', l.training_id, p.ordinal, coalesce(CAST(l.places AS REAL), 'u')
  FROM labelled l
  CROSS JOIN period p ON p.code = l.period_code
 WHERE l.kind = 'country' AND l.code = 'FR' AND l.is_in_force = 1;

UPDATE training
   SET in_force = 1
 WHERE training_id IN (SELECT training_id FROM labelled
                        WHERE kind = 'country' AND code = 'FR' AND is_in_force = 1
                          AND period_code = (SELECT release_period FROM programme));
