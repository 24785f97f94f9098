-- One territory with its main figures at the release, and its parent's name.
-- :kind, :code
SELECT t.*, g.name AS parent_name, g.name_locative AS parent_locative, g.path AS parent_path
  FROM territory_release t
  LEFT JOIN territory g ON g.kind = t.parent_kind AND g.code = t.parent_code
 WHERE t.kind = :kind AND t.code = :code
 ORDER BY t.code
