-- Question: which territories does a publication know?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
SELECT kind AS key_kind, code AS key_code, name, name AS territory, parent_kind, parent_code, path
  FROM territory
 ORDER BY kind, code;
