-- Figures published elsewhere that are compared with none of ours, oldest first. host: the site of the source's address.
-- No parameter.
SELECT id, date, label, value, text, territory, source, url, unit, note,
       CASE WHEN url IS NOT NULL THEN
            substr(substr(url, instr(url, '://') + 3), 1, instr(substr(url, instr(url, '://') + 3) || '/', '/') - 1) END AS host
  FROM reference_figure r
 WHERE NOT EXISTS (SELECT 1 FROM indicator i WHERE i.code = r.indicator_code)
    OR r.period IS NULL OR r.entity_kind IS NULL
 ORDER BY date, id
