-- The raw rows of a random input, for tests/property/measures.sql.
CREATE TABLE enrolment (
    row INTEGER, learner INTEGER, training TEXT, registered TEXT, entry TEXT, exit TEXT, status TEXT, sexe TEXT, neet TEXT,
    qpv TEXT, zrr TEXT, age INTEGER, situation TEXT,
    origin TEXT, home TEXT, home_region TEXT, aid INTEGER -- training left; department and region of residence; NULL when none; bursary in euros
);
CREATE TABLE training (training TEXT PRIMARY KEY, region TEXT, department TEXT, structure TEXT);
