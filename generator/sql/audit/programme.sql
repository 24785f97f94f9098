-- Question: under which rule were the counts published?
-- No parameter. Columns: base (persons), share_minimum (persons).
SELECT rounding_base AS base, share_minimum FROM programme WHERE id = 1
