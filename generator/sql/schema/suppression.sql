-- What a suppression hid: quarterly counts other than 0, by level and rule, rounded to tens. Empty with another protection.
CREATE TABLE suppression (
    level   TEXT NOT NULL CHECK (level IN ('country', 'region', 'department', 'structure', 'training')),
    rule    TEXT NOT NULL CHECK (rule IN ('none', 'threshold', 'complement', 'secondary', 'later')), -- none: shown
    ordinal INTEGER NOT NULL, -- from the country down
    figures INTEGER NOT NULL,
    PRIMARY KEY (level, rule)
) STRICT, WITHOUT ROWID;
