-- Marks the counts that later releases revised, of the country and the regions: a flow whose quarter they changed, a
-- cumulative count up to such a quarter when it was published before. The values stay as published.
-- No parameter. Sets observation.status to 'r'.
UPDATE observation AS o
   SET status = 'r'
  FROM (SELECT entity_kind, entity_code, indicator_code, period_code, breakdown
          FROM revision
         WHERE change IS NOT NULL
         GROUP BY entity_kind, entity_code, indicator_code, period_code, breakdown
        HAVING sum(change) <> 0) v
 WHERE o.entity_kind = v.entity_kind AND o.entity_code = v.entity_code AND o.indicator_code = v.indicator_code
   AND o.period_code = v.period_code AND o.breakdown = v.breakdown AND o.status = '';

UPDATE observation AS o
   SET status = 'r'
  FROM (SELECT v.entity_kind, v.entity_code, v.indicator_code || '_cumul' AS indicator_code, p.code AS period_code,
               v.breakdown
          FROM revision v
          JOIN period p ON p.code >= v.period_code AND p.code < v.release_period
         WHERE v.change IS NOT NULL
         GROUP BY v.entity_kind, v.entity_code, v.indicator_code, p.code, v.breakdown
        HAVING sum(v.change) <> 0) v
 WHERE o.entity_kind = v.entity_kind AND o.entity_code = v.entity_code AND o.indicator_code = v.indicator_code
   AND o.period_code = v.period_code AND o.breakdown = v.breakdown AND o.status = '';
