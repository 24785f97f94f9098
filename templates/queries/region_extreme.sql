-- The department of a region with the highest share of women, among those of 100 learners of known sex or more: below,
-- rounding moves a share by more than it differs. None when fewer than two are.
-- :region  its code
WITH d AS MATERIALIZED ( -- at once: a condition on the denominator would have SQLite begin with all observations
    SELECT code, name, name_of, name_locative, women, women_denominator, women_cell
      FROM territory_release
     WHERE kind = 'department' AND parent_kind = 'region' AND parent_code = :region
)
SELECT name, name_of, name_locative, women, women_cell
  FROM d
 WHERE women_denominator >= 100 AND (SELECT count(*) FROM d WHERE women_denominator >= 100) > 1
 ORDER BY women DESC, code LIMIT 1
