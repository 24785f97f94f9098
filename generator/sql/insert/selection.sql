-- How the applications of a wave were scored on one criterion. Parameters: the columns of `selection` in their order; mean_score
-- of 20.
INSERT INTO selection (wave, criterion, decision, applications, mean_score, ordinal)
VALUES (:wave, :criterion, :decision, :applications, :mean_score, :ordinal)
