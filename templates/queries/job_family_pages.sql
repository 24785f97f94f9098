-- Job families that have a page: the terms of the configuration.
-- No parameter.
SELECT code, label_fr AS label, slug, ordinal FROM term WHERE vocabulary = 'famille_metier' ORDER BY ordinal, code
