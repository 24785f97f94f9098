-- Figures published elsewhere, oldest first. host: the site of the source's address.
-- No parameter.
SELECT id, date, label, value, text, territory, source, url, unit, note,
       CASE WHEN url IS NOT NULL THEN
            substr(substr(url, instr(url, '://') + 3), 1, instr(substr(url, instr(url, '://') + 3) || '/', '/') - 1) END AS host
  FROM reference_figure
 ORDER BY date, id
