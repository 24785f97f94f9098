-- Question: which structures does the register of a publication hold?
-- No parameter. Columns: the key, the name, then what is compared; in the order of the key.
SELECT structure_id AS key_id, name, name AS structure, legal_status, siret, path
  FROM structure
 ORDER BY structure_id;
