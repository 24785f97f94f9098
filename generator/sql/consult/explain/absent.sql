-- Question: why is there no such figure, and what comes near? Parameters: indicator, kind, code, period and breakdown
-- of the cell. One row: fault and nearby, in words of the command line; the first fault that holds.
WITH place AS (
    SELECT kind, code FROM territory
    UNION ALL SELECT 'structure', structure_id FROM structure
    UNION ALL SELECT 'training', training_id FROM training
),
fault (rank, fault, nearby) AS (
    SELECT 1, 'there is no indicator ' || :indicator,
           coalesce((SELECT group_concat(code, ', ') FROM (SELECT code FROM indicator
                      WHERE substr(code, 1, 4) = substr(:indicator, 1, 4) ORDER BY ordinal)),
                    (SELECT group_concat(code, ', ') FROM (SELECT code FROM indicator ORDER BY ordinal)))
     WHERE NOT EXISTS (SELECT 1 FROM indicator WHERE code = :indicator)
    UNION ALL
    SELECT 2, 'there is no ' || :kind || ' ' || :code,
           coalesce((SELECT group_concat(kind || ':' || code, ', ') FROM (SELECT kind, code FROM place
                      WHERE (kind = :kind OR code = :code) AND kind NOT IN ('structure', 'training')
                      ORDER BY kind, code)),
                    'the codes of donnees/')
     WHERE NOT EXISTS (SELECT 1 FROM place WHERE kind = :kind AND code = :code)
    UNION ALL
    SELECT 3, 'there is no quarter ' || :period, (SELECT min(code) || ' to ' || max(code) FROM period)
     WHERE NOT EXISTS (SELECT 1 FROM period WHERE code = :period)
    UNION ALL
    SELECT 4, 'there is no such breakdown of it here',
           (SELECT group_concat('"' || breakdown || '"', ', ') FROM (
               SELECT DISTINCT breakdown FROM observation
                WHERE entity_kind = :kind AND entity_code = :code AND indicator_code = :indicator
                  AND period_code = :period ORDER BY breakdown))
     WHERE EXISTS (SELECT 1 FROM observation WHERE entity_kind = :kind AND entity_code = :code
                      AND indicator_code = :indicator AND period_code = :period)
    UNION ALL
    SELECT 5, 'it is not published for a ' || :kind || ' at this quarter',
           coalesce((SELECT 'those of ' || group_concat(entity_kind, ', ') FROM (
                       SELECT DISTINCT entity_kind FROM observation
                        WHERE indicator_code = :indicator AND breakdown = '' ORDER BY entity_kind)), 'none of it')
)
SELECT fault, nearby FROM fault ORDER BY rank LIMIT 1;
