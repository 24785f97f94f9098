-- The public register: who runs which training where, under which label. Nothing here is about a person.

-- One row: the programme and what the owner of the site says of it (from programme.xml).
CREATE TABLE programme (
    id                   INTEGER PRIMARY KEY CHECK (id = 1),
    name                 TEXT NOT NULL,
    short_name           TEXT NOT NULL,
    tagline              TEXT NOT NULL,
    description          TEXT NOT NULL,
    owner                TEXT NOT NULL,
    owner_address        TEXT,
    publication_director TEXT,
    host                 TEXT,
    contact_email        TEXT,
    contact_url          TEXT,
    licence_name         TEXT NOT NULL,
    licence_url          TEXT,
    source_credit        TEXT NOT NULL, -- who says the figures: "remontées trimestrielles des formations labellisées"
    legal_notice         TEXT,
    privacy_notice       TEXT,
    accessibility_status TEXT NOT NULL CHECK (accessibility_status IN ('non', 'partielle', 'totale')),
    accessibility_audit  TEXT,
    simulated            INTEGER NOT NULL CHECK (simulated IN (0, 1)),
    notice               TEXT, -- banner of each page
    release_period       TEXT NOT NULL REFERENCES period (code),
    release_day          TEXT NOT NULL, -- last day of the released quarter, ISO
    published_day        TEXT,
    next_published_day   TEXT,
    received_day         TEXT,          -- data received until then
    has_enrolments       INTEGER NOT NULL CHECK (has_enrolments IN (0, 1)),
    rounding_base        INTEGER NOT NULL, -- with 'suppression' the threshold: counts under it are hidden
    protection_mode      TEXT NOT NULL DEFAULT 'rounding' CHECK (protection_mode IN ('rounding', 'suppression')),
    protection_key       INTEGER NOT NULL DEFAULT 0 CHECK (protection_key IN (0, 1)), -- 1: drawn under a secret key
    share_minimum        INTEGER NOT NULL, -- persons under which a share is not shown
    generator_version    TEXT NOT NULL
) STRICT;

CREATE TABLE period (
    code       TEXT PRIMARY KEY, -- "2017-T4"
    year       INTEGER NOT NULL,
    quarter    INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL,
    ordinal    INTEGER NOT NULL UNIQUE, -- 1, 2, ... from the first quarter with data to the released one
    is_partial INTEGER NOT NULL CHECK (is_partial IN (0, 1)), -- a file of it was received before its end
    is_release INTEGER NOT NULL CHECK (is_release IN (0, 1))
) STRICT, WITHOUT ROWID;

-- country:FR, the regions, the departments, and region:ND and department:ND for what has no place.
CREATE TABLE territory (
    kind          TEXT NOT NULL CHECK (kind IN ('country', 'region', 'department')),
    code          TEXT NOT NULL,
    parent_kind   TEXT,
    parent_code   TEXT,
    name          TEXT NOT NULL,
    name_locative TEXT NOT NULL, -- "en Bretagne", "dans l’Ain", "à La Réunion"
    name_of       TEXT NOT NULL, -- "de la Bretagne", "de l’Ain"
    name_the      TEXT NOT NULL, -- "la Bretagne", "l’Ain"
    slug          TEXT NOT NULL,
    path          TEXT NOT NULL UNIQUE, -- of its page: "territoires/bretagne/index.html"; "index.html" of the country
    is_located    INTEGER NOT NULL CHECK (is_located IN (0, 1)), -- 0 for ND
    is_overseas   INTEGER NOT NULL CHECK (is_overseas IN (0, 1)),
    sort_key      TEXT NOT NULL,
    PRIMARY KEY (kind, code),
    FOREIGN KEY (parent_kind, parent_code) REFERENCES territory (kind, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX territory_parent ON territory (parent_kind, parent_code, sort_key);

-- Vocabularies of the configuration: job families, modes, legal statuses.
CREATE TABLE term (
    vocabulary TEXT NOT NULL, -- 'famille_metier', 'modalite', 'structure_statut', 'statut_label'
    code       TEXT NOT NULL,
    label_fr   TEXT NOT NULL,
    label_en   TEXT,
    ordinal    INTEGER NOT NULL, -- order of the configuration; job families take their symbol from it
    slug       TEXT NOT NULL,
    sort_key   TEXT NOT NULL,
    PRIMARY KEY (vocabulary, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE structure (
    structure_id TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    legal_status TEXT, -- term of structure_statut
    siret        TEXT,
    slug         TEXT NOT NULL UNIQUE,
    path         TEXT NOT NULL UNIQUE,
    sort_key     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A place where trainings happen ("fabrique"): a structure at an address.
CREATE TABLE site (
    site_id         TEXT PRIMARY KEY,
    structure_id    TEXT REFERENCES structure (structure_id),
    name            TEXT,
    address         TEXT,
    postal_code     TEXT,
    commune_code    TEXT,
    commune_name    TEXT,
    department_code TEXT NOT NULL,
    region_code     TEXT NOT NULL,
    lon_deg         REAL,
    lat_deg         REAL,
    point_source    TEXT CHECK (point_source IN ('site', 'commune')),
    sort_key        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX site_structure ON site (structure_id);

CREATE TABLE training (
    training_id     TEXT PRIMARY KEY,
    title           TEXT, -- NULL when not published
    structure_id    TEXT REFERENCES structure (structure_id),
    site_id         TEXT REFERENCES site (site_id), -- NULL for online-only and unplaced trainings
    mode            TEXT, -- term of modalite
    job_family      TEXT, -- term of famille_metier
    exit_level      INTEGER,
    duration_months REAL,
    duration_hours  REAL,
    places          INTEGER,
    wave            TEXT,
    label_first_day TEXT,
    label_last_day  TEXT,
    label_status    TEXT, -- term of statut_label
    in_force        INTEGER NOT NULL CHECK (in_force IN (0, 1)), -- label in force on the release day
    free_of_charge  INTEGER CHECK (free_of_charge IN (0, 1)),
    rncp            TEXT,
    url             TEXT,
    budget_eur      REAL, -- of one session
    granted_eur     REAL,
    paid_eur        REAL,
    commune_name    TEXT,
    department_code TEXT NOT NULL, -- 'ND' without a place
    region_code     TEXT NOT NULL,
    lon_deg         REAL,
    lat_deg         REAL,
    slug            TEXT NOT NULL UNIQUE,
    path            TEXT NOT NULL UNIQUE,
    sort_key        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX training_department ON training (department_code, sort_key);
CREATE INDEX training_region ON training (region_code, sort_key);
CREATE INDEX training_structure ON training (structure_id, sort_key);
CREATE INDEX training_family ON training (job_family, sort_key);
CREATE INDEX training_wave ON training (wave, sort_key);

CREATE TABLE label_event (
    training_id TEXT NOT NULL REFERENCES training (training_id),
    day         TEXT NOT NULL,
    event       TEXT NOT NULL CHECK (event IN ('labellisation', 'audit', 'renouvellement', 'retrait')),
    reason      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (training_id, day, event)
) STRICT, WITHOUT ROWID;

-- Calls for projects, one a wave.
CREATE TABLE call (
    wave         TEXT PRIMARY KEY,
    opened_day   TEXT,
    decided_day  TEXT,
    applications INTEGER,
    retained     INTEGER,
    trainings    INTEGER NOT NULL, -- of this wave in the register
    structures   INTEGER NOT NULL,
    sites        INTEGER NOT NULL,
    granted_eur  REAL,
    paid_eur     REAL
) STRICT, WITHOUT ROWID;

-- How the applications of each wave were scored, by criterion of the grid and by decision: means of the scores given, where
-- there are five or more, so that none tells one application.
CREATE TABLE selection (
    wave         TEXT NOT NULL,
    criterion    TEXT NOT NULL CHECK (criterion IN ('ancrage', 'contenu', 'publics', 'partenariats', 'debouches')),
    decision     TEXT NOT NULL CHECK (decision IN ('retenue', 'refusee')),
    applications INTEGER NOT NULL, -- scored on this criterion
    mean_score   REAL,             -- of 20, one decimal; NULL under five
    ordinal      INTEGER NOT NULL,
    PRIMARY KEY (wave, criterion, decision)
) STRICT, WITHOUT ROWID;

-- The funding of each training against its cap: half the budget of one session, of two when a session is shorter than
-- six months (a euro is left to rounding), and at most 70 000 euros in wave 1. cap_eur is NULL where nothing bounds it,
-- is_above_cap where nothing was granted either.
CREATE VIEW training_funding AS
SELECT training_id, budget_eur, granted_eur, paid_eur,
       CASE WHEN wave = '1' THEN min(70000, coalesce(half_eur, 70000)) ELSE half_eur END AS cap_eur,
       CASE WHEN half_eur IS NULL AND wave IS NOT '1' THEN NULL
            WHEN granted_eur IS NULL THEN NULL
            ELSE coalesce(granted_eur > half_eur + 1, 0) OR (wave IS '1' AND granted_eur > 70000) END AS is_above_cap
  FROM (SELECT training_id, wave, budget_eur, granted_eur, paid_eur,
               budget_eur * CASE WHEN duration_months < 6 THEN 1.0 ELSE 0.5 END AS half_eur
          FROM training);
