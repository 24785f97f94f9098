-- One figure published elsewhere. Parameters: the columns of `reference_figure` in their order.
INSERT INTO reference_figure (id, date, label, value, text, territory, source, url, unit, note)
VALUES (:id, :date, :label, :value, :text, :territory, :source, :url, :unit, :note)
