-- Question: which territories does a publication know?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
-- Names: key_kind, key_code, territory, parent_kind, parent_code, path.
SELECT kind AS key_kind, code AS key_code, name, name AS territory, parent_kind, parent_code, path
  FROM territory
 ORDER BY kind, code;
