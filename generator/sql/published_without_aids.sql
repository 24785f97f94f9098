-- Withdraws what cannot be published of bursaries: all of it where no file tells of any; the amounts under a suppression,
-- which would show them exactly.
-- Parameters: are_told (1: a file has their column), is_exact (1: a suppression).
WITH asked (are_told, is_exact) AS (SELECT :are_told, :is_exact)
DELETE FROM published
 WHERE EXISTS (SELECT 1 FROM asked
                WHERE (are_told = 0 AND (published.measure = 'bourses_montant' OR published.dimensions = 'bourse'))
                   OR (is_exact = 1 AND published.measure = 'bourses_montant'))
