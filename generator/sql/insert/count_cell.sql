-- One cell of a series of counts. Parameters: ordinal, period_code, breakdown, status ('' or 'p').
INSERT INTO count_cell (ordinal, period_code, breakdown, status) VALUES (:ordinal, :period_code, :breakdown, :status)
