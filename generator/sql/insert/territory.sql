-- One region or department. Parameters: kind, code, parent_kind, parent_code, name, name_locative, name_of, name_the, slug,
-- path, is_overseas, sort_key.
INSERT INTO territory (kind, code, parent_kind, parent_code, name, name_locative, name_of, name_the, slug, path,
                       is_located, is_overseas, sort_key)
VALUES (:kind, :code, :parent_kind, :parent_code, :name, :name_locative, :name_of, :name_the, :slug, :path, 1,
        :is_overseas, :sort_key)
