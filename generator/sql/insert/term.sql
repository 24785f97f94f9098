-- One term of a vocabulary. Parameters: vocabulary, code, label_fr, label_en, ordinal (order of the configuration), slug,
-- sort_key.
INSERT INTO term (vocabulary, code, label_fr, label_en, ordinal, slug, sort_key)
VALUES (:vocabulary, :code, :label_fr, :label_en, :ordinal, :slug, :sort_key)
