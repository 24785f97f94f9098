-- An indicator of every region at the release and four quarters before (at the first quarter when there are fewer), as
-- the charts that compare want it: a row for each region and quarter, highest first; none while there is one quarter.
-- :indicator  its code. column: the quarter; value in the indicator's unit.
WITH quarters AS (
    SELECT q.code, q.ordinal FROM period q
     WHERE q.is_release = 1
        OR q.ordinal = (SELECT max(1, r.ordinal - 4) FROM period r WHERE r.is_release = 1))
SELECT t.name AS label, t.name_locative, t.path, q.code AS column, o.value, o.denominator, coalesce(o.status, 'u') AS status,
       CASE WHEN o.indicator_code IS NOT NULL
            THEN o.indicator_code || '/region:' || t.code || '/' || q.code || '/' END AS cell
  FROM territory t
  JOIN programme p ON p.id = 1
  JOIN quarters q
  LEFT JOIN observation o ON o.entity_kind = 'region' AND o.entity_code = t.code AND o.indicator_code = :indicator
       AND o.period_code = q.code AND o.breakdown = ''
  LEFT JOIN observation r ON r.entity_kind = 'region' AND r.entity_code = t.code AND r.indicator_code = :indicator
       AND r.period_code = p.release_period AND r.breakdown = ''
 WHERE t.kind = 'region' AND (SELECT count(*) FROM quarters) = 2
 ORDER BY r.value IS NULL, r.value DESC, t.sort_key, t.code, q.ordinal
