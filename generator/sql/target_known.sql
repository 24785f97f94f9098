-- Question: are this indicator and this territory known, so that a target can be set on them?
-- Parameters: indicator_code, kind, code (of the territory). Columns: indicator_known, territory_known (0 or 1); one row.
SELECT EXISTS (SELECT 1 FROM indicator i WHERE i.code = :indicator_code) AS indicator_known,
       EXISTS (SELECT 1 FROM territory t WHERE t.kind = :kind AND t.code = :code) AS territory_known
