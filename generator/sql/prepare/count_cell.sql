-- The cells of the series of counts: a temporary table, filled by insert/count_cell.sql. A series (one indicator of one
-- entity) is written from a list of numbers; this table says which quarter and breakdown each stands for.
-- No parameter. Creates count_cell: ordinal, the quarter, the breakdown and the status of an observation.
CREATE TEMP TABLE count_cell (
    ordinal     INTEGER PRIMARY KEY,
    period_code TEXT NOT NULL,
    breakdown   TEXT NOT NULL,
    status      TEXT NOT NULL
);
