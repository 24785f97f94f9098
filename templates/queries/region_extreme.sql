-- The department of a region with the highest share of women, when more than one is shown.
-- :region  its code
SELECT name, name_of, name_locative, women, women_cell
  FROM territory_release
 WHERE kind = 'department' AND parent_kind = 'region' AND parent_code = :region AND women IS NOT NULL
   AND (SELECT count(*) FROM territory_release WHERE kind = 'department' AND parent_kind = 'region'
           AND parent_code = :region AND women IS NOT NULL) > 1
 ORDER BY women DESC, code LIMIT 1
