-- Since when each indicator has figures. No parameter. Sets indicator.since: the first quarter with a value of the country.
UPDATE indicator
   SET since = (SELECT min(o.period_code) FROM observation o
                 WHERE o.entity_kind = 'country' AND o.entity_code = 'FR' AND o.indicator_code = indicator.code
                   AND o.value IS NOT NULL)
