-- Question: which structures does the register of a publication hold?
-- No parameter. Columns: key_id are the key and the order, name is for people, what is compared is structure,
-- legal_status, siret, path.
SELECT structure_id AS key_id, name, name AS structure, legal_status, siret, path
  FROM structure
 ORDER BY structure_id;
