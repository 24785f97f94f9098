-- The figures. Every count of persons is protected: with programme.protection_mode 'rounding' a multiple of
-- programme.rounding_base, at every level and in every period; with 'suppression' exact, or hidden ('c').

-- What is measured. Labels and definitions come from the catalogue (generator/sql/catalogue.sql).
CREATE TABLE indicator (
    code        TEXT PRIMARY KEY, -- "apprenants", "apprenants_cumul", "part_femmes_cumul"
    measure     TEXT NOT NULL,    -- without the suffix: "apprenants"
    periodicity TEXT NOT NULL CHECK (periodicity IN ('flow', 'cumulative', 'stock')),
    label       TEXT NOT NULL,    -- "Apprenants"
    label_en    TEXT NOT NULL,    -- "Learners"
    short_label TEXT NOT NULL,    -- in table heads
    unit        TEXT NOT NULL CHECK (unit IN ('persons', 'enrolments', 'places', 'trainings', 'sites', 'structures', 'percent', 'euros', 'applications')),
    decimals    INTEGER NOT NULL,
    direction   TEXT NOT NULL CHECK (direction IN ('up', 'down', 'none')), -- what is better
    definition  TEXT NOT NULL,
    numerator   TEXT, -- in words, of shares
    denominator TEXT,
    scope       TEXT NOT NULL, -- Champ: who is counted
    unknown     TEXT NOT NULL, -- treatment of the unknown
    source      TEXT NOT NULL,
    notes       TEXT NOT NULL DEFAULT '',
    is_personal INTEGER NOT NULL CHECK (is_personal IN (0, 1)), -- counts or shares of persons: protected
    is_added    INTEGER NOT NULL DEFAULT 0 CHECK (is_added IN (0, 1)), -- by the input folder, not by the catalogue
    since       TEXT, -- the first quarter with a figure; NULL when none is published
    ordinal     INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- Values of the breakdowns: ('sexe', 'F'). Labels are in the catalogue of labels as "breakdown.sexe:F", but those of
-- the vocabularies of the configuration, which stand here.
CREATE TABLE breakdown (
    code      TEXT PRIMARY KEY, -- "sexe:F", "neet:oui+sexe:F", "famille:web"; '' is the total
    dimension TEXT NOT NULL,    -- "sexe", "neet+sexe", "famille"
    label_fr  TEXT,             -- NULL: in the catalogue of labels
    label_en  TEXT,
    ordinal   INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- Which counts of persons and enrolments are published, each as flow and cumulative: what the protection protects.
CREATE TABLE published (
    level      TEXT NOT NULL CHECK (level IN ('country', 'region', 'department', 'structure', 'training')),
    measure    TEXT NOT NULL,
    dimensions TEXT NOT NULL, -- '' totals, 'sexe', 'neet+sexe'
    PRIMARY KEY (level, measure, dimensions)
) STRICT, WITHOUT ROWID;

-- Country, regions and departments: every published cell in every quarter, zeros too.
-- Structures and trainings: non-zero flows, and cumulative or stock figures in the quarters where they change.
CREATE TABLE observation (
    entity_kind    TEXT NOT NULL,
    entity_code    TEXT NOT NULL,
    indicator_code TEXT NOT NULL,
    period_code    TEXT NOT NULL,
    breakdown      TEXT NOT NULL DEFAULT '',
    value          REAL, -- in the indicator's unit; a share is a percentage rounded once to the indicator's decimals
    numerator      INTEGER,
    denominator    INTEGER,
    status         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (entity_kind, entity_code, indicator_code, period_code, breakdown),
    -- A value with '', p, r; none with c, z, u, nor with l and h (a share of very few, of nearly all). No IN here: it would build a table for each row.
    CHECK (CASE WHEN value IS NOT NULL THEN status = '' OR status = 'p' OR status = 'r'
                ELSE numerator IS NULL AND denominator IS NULL
                     AND (status = 'c' OR status = 'z' OR status = 'u' OR status = 'l' OR status = 'h') END)
) STRICT, WITHOUT ROWID;

-- Structures and trainings in every quarter: "as before", or 0 where nothing was stored yet. Bind entity_kind and
-- entity_code. The flag is that of the quarter asked for: 'p' in the release.
CREATE VIEW observation_filled AS
SELECT e.entity_kind, e.entity_code, i.code AS indicator_code, p.code AS period_code, '' AS breakdown,
       CASE WHEN o.entity_code IS NULL THEN 0 ELSE o.value END AS value,
       CASE WHEN o.status IN ('c', 'z', 'u') THEN o.status
            WHEN i.is_personal = 1 AND p.is_release = 1 THEN 'p' ELSE '' END AS status
  FROM (SELECT 'structure' AS entity_kind, structure_id AS entity_code FROM structure
        UNION ALL SELECT 'training', training_id FROM training) e
  CROSS JOIN indicator i
  CROSS JOIN period p
  LEFT JOIN observation o ON o.entity_kind = e.entity_kind AND o.entity_code = e.entity_code
       AND o.indicator_code = i.code AND o.breakdown = ''
       AND o.period_code = CASE i.periodicity WHEN 'flow' THEN p.code
                           ELSE (SELECT max(b.period_code) FROM observation b
                                  WHERE b.entity_kind = e.entity_kind AND b.entity_code = e.entity_code
                                    AND b.indicator_code = i.code AND b.period_code <= p.code AND b.breakdown = '') END
 WHERE i.code = 'places'
    OR EXISTS (SELECT 1 FROM published c
                WHERE c.level = e.entity_kind AND c.measure = i.measure AND c.dimensions = '');

CREATE TABLE target (
    indicator_code  TEXT NOT NULL REFERENCES indicator (code),
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    value           REAL NOT NULL,
    start_period    TEXT NOT NULL, -- first quarter in which it is pursued
    start_value     REAL NOT NULL, -- at the end of the quarter before
    deadline_period TEXT NOT NULL,
    is_milestone    INTEGER NOT NULL CHECK (is_milestone IN (0, 1)), -- a step on the way to the main target
    label           TEXT NOT NULL DEFAULT '',
    ordinal         INTEGER NOT NULL,
    is_stepped      INTEGER NOT NULL DEFAULT 0 CHECK (is_stepped IN (0, 1)), -- its trajectory stays at a point until the next
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, is_milestone)
) STRICT, WITHOUT ROWID;
CREATE INDEX target_entity ON target (entity_kind, entity_code, ordinal);

-- Where the target should be at the end of each quarter.
CREATE TABLE trajectory (
    indicator_code TEXT NOT NULL,
    entity_kind    TEXT NOT NULL,
    entity_code    TEXT NOT NULL,
    period_code    TEXT NOT NULL,
    expected       REAL NOT NULL,
    PRIMARY KEY (indicator_code, entity_kind, entity_code, period_code)
) STRICT, WITHOUT ROWID;

-- Each target at the end of each quarter, computed from protected figures.
CREATE TABLE target_progress (
    indicator_code    TEXT NOT NULL,
    entity_kind       TEXT NOT NULL,
    entity_code       TEXT NOT NULL,
    period_code       TEXT NOT NULL,
    deadline_period   TEXT NOT NULL,
    target            REAL NOT NULL,
    value             REAL, -- NULL when the observation has none
    gap               REAL, -- value - target, in the indicator's unit (points for a share)
    achieved_percent  REAL, -- value / target
    expected          REAL, -- of the trajectory at that quarter
    pace_observed     REAL, -- per quarter, mean of the last four quarters (fewer when the data begin later)
    pace_required     REAL, -- per quarter from this quarter's end to the deadline; NULL when reached or past
    pace_percent      REAL, -- pace_observed / pace_required; NULL where one of them is
    pace_needed_start REAL, -- per quarter that had to be kept over the last four quarters to be on the target at the deadline
    status            TEXT NOT NULL CHECK (status IN ('atteint', 'en-bonne-voie', 'a-accelerer', 'insuffisant', 'en-recul', 'manque', 'inconnu')),
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, period_code)
) STRICT, WITHOUT ROWID;

-- Figures published elsewhere, with their source.
CREATE TABLE reference_figure (
    id        INTEGER PRIMARY KEY,
    date      TEXT NOT NULL, -- as published: "2016-02-03", "2015-12"
    label     TEXT NOT NULL,
    value     REAL,
    text      TEXT NOT NULL, -- as published
    territory TEXT NOT NULL,
    source    TEXT NOT NULL,
    url       TEXT,          -- the first http(s) address in the source
    unit      TEXT NOT NULL,
    note      TEXT NOT NULL DEFAULT '',
    indicator_code TEXT, -- of ours that it is compared with
    period         TEXT, -- that it speaks of: a year "2016" or a quarter "2016-T4"
    entity_kind    TEXT, -- that it speaks of, when it is one of ours
    entity_code    TEXT,
    reason         TEXT NOT NULL DEFAULT '' -- why the two differ
) STRICT;

CREATE INDEX reference_compared ON reference_figure (indicator_code, entity_kind, entity_code, period);

-- Figures published elsewhere beside ours, for the indicator, the territory and the time they speak of. Of a flow in a
-- year ours is the sum of its four quarters; of a stock or a cumulative figure, the value at its end.
CREATE VIEW reference_comparison AS
WITH asked AS (
    SELECT DISTINCT r.indicator_code, r.period, r.entity_kind, r.entity_code, i.periodicity,
           r.period || CASE WHEN length(r.period) = 4 THEN '-T4' ELSE '' END AS last_period,
           r.period || CASE WHEN length(r.period) = 4 AND i.periodicity = 'flow' THEN '-T1'
                            WHEN length(r.period) = 4 THEN '-T4' ELSE '' END AS first_period
      FROM reference_figure r
      JOIN indicator i ON i.code = r.indicator_code
     WHERE r.period IS NOT NULL AND r.entity_kind IS NOT NULL
)
SELECT a.indicator_code, a.period, a.entity_kind, a.entity_code,
       CASE WHEN count(o.value) = CASE WHEN a.first_period = a.last_period THEN 1 ELSE 4 END THEN total(o.value) END AS value,
       a.indicator_code || '/' || a.entity_kind || ':' || a.entity_code || '/' || a.last_period || '/' AS cell,
       a.first_period = a.last_period AS is_one_cell
  FROM asked a
  LEFT JOIN period p ON p.code BETWEEN a.first_period AND a.last_period
  LEFT JOIN observation o ON o.entity_kind = a.entity_kind AND o.entity_code = a.entity_code
       AND o.indicator_code = a.indicator_code AND o.period_code = p.code AND o.breakdown = ''
 GROUP BY a.indicator_code, a.period, a.entity_kind, a.entity_code;

-- What the checks of the input found: counts a rule, no value and no line. For personal tables the count is rounded
-- to the base.
CREATE TABLE finding (
    rule_id     TEXT NOT NULL,
    table_name  TEXT NOT NULL, -- 'formations', 'inscriptions', ...
    severity    TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
    occurrences INTEGER NOT NULL,
    is_rounded  INTEGER NOT NULL CHECK (is_rounded IN (0, 1)),
    PRIMARY KEY (rule_id, table_name)
) STRICT, WITHOUT ROWID;

-- The files that were read, without what would tell two personal inputs apart.
CREATE TABLE source_file (
    name         TEXT PRIMARY KEY,
    table_name   TEXT NOT NULL,
    received_day TEXT,
    encoding     TEXT NOT NULL,
    is_personal  INTEGER NOT NULL CHECK (is_personal IN (0, 1)),
    rows_read    INTEGER, -- NULL for personal files
    rows_aside   INTEGER  -- NULL for personal files
) STRICT, WITHOUT ROWID;
