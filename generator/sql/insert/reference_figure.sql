-- One figure published elsewhere. Parameters: the columns of `reference_figure` in their order, but that the territory is
-- looked up by its name and a code of no indicator of ours is left out.
INSERT INTO reference_figure (id, date, label, value, text, territory, source, url, unit, note, indicator_code, period,
                              entity_kind, entity_code, reason)
SELECT :id, :date, :label, :value, :text, :territory, :source, :url, :unit, :note,
       (SELECT code FROM indicator WHERE code = :code), nullif(:period, ''), t.kind, t.code, :reason
  FROM (SELECT 1)
  LEFT JOIN territory t ON t.name = replace(:territory, '''', '’')
 ORDER BY CASE t.kind WHEN 'country' THEN 0 WHEN 'region' THEN 1 ELSE 2 END
 LIMIT 1
