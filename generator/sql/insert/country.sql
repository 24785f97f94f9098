-- The country, and the region of what has no place. No parameter.
INSERT INTO territory (kind, code, parent_kind, parent_code, name, name_locative, name_of, name_the, slug, path,
                       is_located, is_overseas, sort_key)
VALUES ('country', 'FR', NULL, NULL, 'France', 'en France', 'de la France', 'la France', 'france', 'index.html', 1, 0, 'france'),
       ('region', 'ND', 'country', 'FR', 'À distance ou non localisé', 'à distance ou sans lieu connu',
        'des formations à distance ou non localisées', 'les formations à distance ou non localisées',
        'a-distance-ou-non-localise', 'territoires/a-distance-ou-non-localise/index.html', 0, 0, '~nd')
