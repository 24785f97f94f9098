-- One line of the report of a suppression. Parameters: level, rule, ordinal, figures.
INSERT INTO suppression (level, rule, ordinal, figures) VALUES (:level, :rule, :ordinal, (:figures + 5) / 10 * 10)
