-- One structure. Parameters: structure_id, name, legal_status, siret, slug, path, sort_key.
INSERT INTO structure (structure_id, name, legal_status, siret, slug, path, sort_key)
VALUES (:structure_id, :name, :legal_status, :siret, :slug, :path, :sort_key)
