-- One indicator of the input folder. Parameters: code, periodicity, label, label_en, short_label, unit, decimals, direction,
-- definition, numerator, denominator, scope, unknown, source, notes, is_personal: the columns of `indicator` in their order.
INSERT INTO indicator (code, measure, periodicity, label, label_en, short_label, unit, decimals, direction, definition,
                       numerator, denominator, scope, unknown, source, notes, is_personal, is_added, ordinal)
SELECT :code, :code, :periodicity, :label, :label_en, :short_label, :unit, :decimals, :direction, :definition, :numerator,
       :denominator, :scope, :unknown, :source, :notes, :is_personal, 1, max(ordinal) + 1
  FROM indicator
