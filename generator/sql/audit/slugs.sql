-- Question: by which words are territories named in addresses?
-- No parameter. Columns: slug (of five letters or more: shorter ones are words of any text).
SELECT slug FROM territory WHERE kind <> 'country' AND length(slug) >= 5 ORDER BY slug
