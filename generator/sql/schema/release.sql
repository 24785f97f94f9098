-- The releases, and what later ones learned about the quarters of earlier ones. A flow is what a release added to the
-- published cumulative figure: the events of its quarter, and late data and corrections of earlier quarters.

-- A row a quarter: how its counts of persons came to be what they are.
CREATE TABLE release (
    period_code     TEXT PRIMARY KEY REFERENCES period (code),
    origin          TEXT NOT NULL CHECK (origin IN ('current', 'ledger', 'computed')), -- this release; kept in the ledger
                                           -- as it was published; made again from what is known today
    published_by    TEXT NOT NULL,         -- the release that first published it: its own quarter, or a later one where
                                           -- several were frozen at once or nothing was kept
    received_day    TEXT,                  -- of the last file it knows: what was received later is not in it
    method          INTEGER NOT NULL,      -- number of the method of protection and counting
    rounding_base   INTEGER NOT NULL,
    trainings_moved INTEGER NOT NULL,      -- trainings that changed department or structure, or left the register,
                                           -- since the release before: their states moved with them
    note            TEXT NOT NULL DEFAULT '' -- what the owner says of its revisions (programme.xml)
) STRICT, WITHOUT ROWID;

-- What a release changed in a closed quarter: flows of the country and the regions, totals and single breakdowns, split
-- by the quarter that the change concerns. `change` is a multiple of the base; those of one figure, release after
-- release, lead from the flow as first published to the revised one; those of one release and all quarters, with the
-- quarter of the release itself, add up to its flow. A figure has a row a cause. Below the regions closed quarters are
-- not revised: the row of a release's own flow names the main cause of what it holds of earlier quarters, without
-- numbers.
CREATE TABLE revision (
    entity_kind    TEXT NOT NULL,
    entity_code    TEXT NOT NULL,
    indicator_code TEXT NOT NULL REFERENCES indicator (code), -- a flow
    period_code    TEXT NOT NULL, -- the quarter concerned
    breakdown      TEXT NOT NULL DEFAULT '',
    release_period TEXT NOT NULL REFERENCES release (period_code), -- the release that changed it
    cause          TEXT NOT NULL CHECK (cause IN ('late', 'correction', 'withdrawal', 'method', 'boundary')),
    old_value      REAL, -- before this release
    new_value      REAL, -- since
    change         REAL, -- of new_value - old_value, by this cause
    is_main        INTEGER NOT NULL CHECK (is_main IN (0, 1)), -- the cause that weighs most in this figure and release
    PRIMARY KEY (entity_kind, entity_code, indicator_code, period_code, breakdown, release_period, cause),
    CHECK ((old_value IS NULL) = (change IS NULL) AND (new_value IS NULL) = (change IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_release ON revision (release_period, indicator_code, entity_kind, entity_code);

-- Each figure as each release gave it: first its own, then those that revised it. Bind the key of the figure.
CREATE VIEW figure_history AS
SELECT o.entity_kind, o.entity_code, o.indicator_code, o.period_code, o.breakdown,
       o.period_code AS release_period, o.value, '' AS cause
  FROM observation o
UNION ALL
SELECT entity_kind, entity_code, indicator_code, period_code, breakdown, release_period, new_value, cause
  FROM revision
 WHERE is_main = 1 AND new_value IS NOT NULL;

-- Counts that releases revised, as published and as known now: the events of each quarter, wherever they were first counted.
-- A flow gains what later releases changed of its quarter and loses what it held of earlier ones; a cumulative count gains
-- what later releases changed of the quarters up to its own. Of the country and the regions, whole and by single breakdowns.
-- Bind the key of the figure, or all but the quarter.
CREATE VIEW figure_revised AS
SELECT entity_kind, entity_code, indicator_code, period_code, breakdown, published, revised
  FROM (SELECT o.entity_kind, o.entity_code, o.indicator_code, o.period_code, o.breakdown, o.value AS published,
               o.value + (SELECT total(v.change * CASE i.periodicity
                                           WHEN 'flow' THEN (v.period_code = o.period_code) - (v.release_period = o.period_code)
                                           ELSE v.period_code <= o.period_code AND v.release_period > o.period_code END)
                            FROM revision v
                           WHERE v.entity_kind = o.entity_kind AND v.entity_code = o.entity_code AND v.indicator_code = i.measure
                             AND v.breakdown = o.breakdown AND v.change IS NOT NULL) AS revised
          FROM observation o
          JOIN indicator i ON i.code = o.indicator_code AND i.periodicity IN ('flow', 'cumulative')
         WHERE o.value IS NOT NULL)
 WHERE revised <> published;
