-- Question: under which rule were the counts published?
-- No parameter. Columns: base (persons; 1 where cells are hidden instead of rounded), share_minimum (persons),
-- threshold (persons under which a count is hidden; 0 with rounding).
SELECT CASE protection_mode WHEN 'suppression' THEN 1 ELSE rounding_base END AS base, share_minimum,
       CASE protection_mode WHEN 'suppression' THEN rounding_base ELSE 0 END AS threshold
  FROM programme WHERE id = 1
