-- Question: which counts are published?
-- No parameter. Columns: level (entity kind), measure, dimensions ('' totals, 'sexe', 'neet+sexe').
SELECT level, measure, dimensions FROM published ORDER BY level, measure, dimensions
