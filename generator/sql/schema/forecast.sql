-- What explains the gap to a target, what would close it, and what is to be expected: all made of protected figures.

-- The parts of the gap of each main target at the release. The parts of a dimension add up to the gap exactly.
CREATE TABLE contribution (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    dimension       TEXT NOT NULL, -- 'region', 'department', 'structure', 'trimestre', or one of `breakdown`: 'famille', 'neet'
    part            TEXT NOT NULL, -- code of the territory, id of the structure, quarter or breakdown; 'autres': all others; 'secret': those of which a count is hidden, together
    ordinal         INTEGER NOT NULL, -- from what weighs most on the gap
    value           REAL NOT NULL, -- the count of the part; of a share its numerator
    weight          REAL NOT NULL, -- places or trainings in force in the part; of a share its denominator
    expected        REAL NOT NULL, -- what the target asks of it: the target by weight; of a share, the target's share of the weight
    contribution    REAL NOT NULL, -- value - expected
    points          REAL,          -- of a share: contribution / denominator of the whole, one decimal; they add up to the gap
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, dimension, part)
) STRICT, WITHOUT ROWID;

-- What the unknown may hide, and what would bring a share of persons to its target, at the release.
CREATE TABLE target_share (
    indicator_code   TEXT NOT NULL,
    entity_kind      TEXT NOT NULL,
    entity_code      TEXT NOT NULL,
    deadline_period  TEXT NOT NULL,
    numerator        INTEGER NOT NULL,
    known            INTEGER NOT NULL, -- the denominator without the unknown
    unknown          INTEGER NOT NULL,
    low_percent      REAL NOT NULL, -- none of the unknown counted in the numerator, all in the denominator
    high_percent     REAL NOT NULL, -- all counted in both
    horizon_quarters INTEGER NOT NULL, -- to the deadline; four once it has passed
    coming           INTEGER NOT NULL, -- persons of known state expected in them, at the mean of the last four quarters
    needed           INTEGER NOT NULL, -- of the coming, how many bring the share to its target; may be more than all
    needed_percent   REAL,             -- of the coming; NULL when none come
    recent_percent   REAL,             -- the same share over the last four quarters; NULL under the minimum
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period)
) STRICT, WITHOUT ROWID;

-- Whether each main target has a forecast at the release, by which method, and how well the methods did on the past.
CREATE TABLE forecast_method (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    method          TEXT NOT NULL CHECK (method IN ('rythme', 'tendance', 'saison')), -- last pace, damped trend, seasonal
    origins         INTEGER NOT NULL, -- past quarters from which it was tried
    mean_error      REAL, -- mean absolute error one quarter ahead, in the indicator's unit; NULL when it could not be tried
    is_chosen       INTEGER NOT NULL CHECK (is_chosen IN (0, 1)), -- the smallest error, the first among equals
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, method)
) STRICT, WITHOUT ROWID;

-- The forecasts to the deadline: those of the release (origin_period = its quarter), and those of earlier quarters, beside
-- what came. A forecast needs only the figures up to its origin: where these are kept as they were published then, it is
-- made again as it was published; else from what is known today, which that quarter did not know.
CREATE TABLE forecast (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    origin_period   TEXT NOT NULL, -- the last quarter known to it
    period_code     TEXT NOT NULL, -- the quarter that it is about
    method          TEXT NOT NULL CHECK (method IN ('rythme', 'tendance', 'saison')),
    value           REAL NOT NULL,
    low             REAL NOT NULL, -- of the interval that should hold eight times in ten
    high            REAL NOT NULL,
    actual          REAL, -- as first published; NULL when it has not come
    revised         REAL, -- as known now, where a later release revised it; NULL else
    basis           TEXT NOT NULL CHECK (basis IN ('publiee', 'refaite')), -- made of the figures published at the origin, or
                          -- again of those of today
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period, origin_period, period_code)
) STRICT, WITHOUT ROWID;

-- Each main target at the release: why it has a forecast or none, and what came of the earlier ones.
CREATE TABLE forecast_record (
    indicator_code  TEXT NOT NULL,
    entity_kind     TEXT NOT NULL,
    entity_code     TEXT NOT NULL,
    deadline_period TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('prevue', 'echue', 'courte', 'petite', 'lacunaire')),
    quarters        INTEGER NOT NULL, -- of data
    tried           INTEGER NOT NULL, -- earlier forecasts whose quarter has come
    covered         INTEGER NOT NULL, -- of them, within their interval
    kept            INTEGER NOT NULL, -- of them, made of the figures published at their origin
    mean_error      REAL,             -- mean absolute error of them; NULL when none
    PRIMARY KEY (indicator_code, entity_kind, entity_code, deadline_period)
) STRICT, WITHOUT ROWID;
