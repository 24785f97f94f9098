-- A region's share of the learners that have a place, in percent. One row.
-- :region  its code
SELECT 100.0 * r.learners / (SELECT sum(learners) FROM territory_release WHERE kind = 'region' AND is_located = 1) AS percent
  FROM territory_release r
 WHERE r.kind = 'region' AND r.code = :region
 ORDER BY 1
