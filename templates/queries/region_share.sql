-- A region's share of the learners that have a place, in percent. One row.
-- :region  its code
SELECT 100.0 * r.learners / (SELECT CASE WHEN count(*) = count(learners) AND sum(learners) >= 20 THEN sum(learners) END
                                 FROM territory_release WHERE kind = 'region' AND is_located = 1) AS percent
  FROM territory_release r
 WHERE r.kind = 'region' AND r.code = :region
 ORDER BY 1
