-- The trainings in force at the end of each quarter with their traits, and the life of their labels.
-- No parameter; reads the temporary tables of prepare/in_force.sql and prepare/trait.sql. Creates register_part: trainings,
-- sites, structures and places in force by trait (country and regions, zeros too); and label_move: which label was granted,
-- withdrawn or expired in which quarter, such that in force = in force before + granted - withdrawn - expired.
CREATE TEMP TABLE register_part (
    kind        TEXT NOT NULL,
    code        TEXT NOT NULL,
    period_code TEXT NOT NULL,
    breakdown   TEXT NOT NULL,
    trainings   INTEGER NOT NULL,
    structures  INTEGER NOT NULL,
    sites       INTEGER NOT NULL,
    places      REAL NOT NULL,
    all_unknown INTEGER NOT NULL, -- there are trainings, and the places of none are known
    PRIMARY KEY (kind, code, period_code, breakdown)
) WITHOUT ROWID;

INSERT INTO register_part (kind, code, period_code, breakdown, trainings, structures, sites, places,
                           all_unknown)
SELECT l.kind, l.code, l.period_code, t.breakdown, count(*), count(DISTINCT l.structure_id), count(DISTINCT l.site_id),
       total(l.places), count(l.places) = 0
  FROM labelled l
  JOIN trait t ON t.training_id = l.training_id
 WHERE l.is_in_force = 1 AND l.kind IN ('country', 'region')
 GROUP BY l.kind, l.code, l.period_code, t.breakdown;

INSERT OR IGNORE INTO register_part (kind, code, period_code, breakdown, trainings, structures, sites, places,
                           all_unknown)
SELECT t.kind, t.code, p.code, v.breakdown, 0, 0, 0, 0, 0
  FROM territory t
  CROSS JOIN period p
  CROSS JOIN trait_value v
 WHERE t.kind IN ('country', 'region');

-- event: 'labels_attribues', 'labels_retires', 'labels_echus' or 'labels_renouveles'.
CREATE TEMP TABLE label_move (
    training_id TEXT NOT NULL,
    region_code TEXT NOT NULL,
    period_code TEXT NOT NULL,
    event       TEXT NOT NULL,
    moves       INTEGER NOT NULL,
    PRIMARY KEY (training_id, period_code, event)
) WITHOUT ROWID;

WITH given AS MATERIALIZED (
    SELECT l.training_id, p.ordinal, p.code AS period_code, p.last_day, l.is_in_force,
           coalesce(lag(l.is_in_force) OVER (PARTITION BY l.training_id ORDER BY p.ordinal), -1) AS was_in_force
      FROM labelled l
      JOIN period p ON p.code = l.period_code
     WHERE l.kind = 'country' AND l.code = 'FR'
),
move AS (
    -- The first quarter of a label counts as granted, even where it ends in the same one.
    SELECT training_id, period_code, 'labels_attribues' AS event FROM given
     WHERE was_in_force = -1 OR (was_in_force = 0 AND is_in_force = 1)
    UNION ALL
    SELECT g.training_id, g.period_code,
           CASE WHEN coalesce((SELECT e.event FROM label_event e
                                WHERE e.training_id = g.training_id AND e.day <= g.last_day AND e.event <> 'audit'
                                ORDER BY e.day DESC, e.event = 'retrait' DESC LIMIT 1),
                              CASE WHEN t.label_status = 'retiree' THEN 'retrait' END, '') = 'retrait'
                THEN 'labels_retires' ELSE 'labels_echus' END
      FROM given g JOIN training t ON t.training_id = g.training_id
     WHERE g.was_in_force <> 0 AND g.is_in_force = 0
)
INSERT INTO label_move (training_id, region_code, period_code, event, moves)
SELECT m.training_id, t.region_code, m.period_code, m.event, 1
  FROM move m JOIN training t ON t.training_id = m.training_id
UNION ALL
SELECT e.training_id, t.region_code, p.code, 'labels_renouveles', count(*)
  FROM label_event e
  JOIN training t ON t.training_id = e.training_id
  JOIN period p ON e.day <= p.last_day AND (e.day >= p.first_day OR p.ordinal = 1)
 WHERE e.event = 'renouvellement'
 GROUP BY e.training_id, p.code;
