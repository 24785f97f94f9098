-- Question: which territories does a publication know?
-- No parameter. Columns: key_kind, key_code are the key and the order, name is for people, what is compared is
-- territory, parent_kind, parent_code, path.
SELECT kind AS key_kind, code AS key_code, name, name AS territory, parent_kind, parent_code, path
  FROM territory
 ORDER BY kind, code;
