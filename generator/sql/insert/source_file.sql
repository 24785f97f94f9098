-- One file that was read. Parameters: name, table_name, received_day in ISO form, encoding, is_personal, rows_read and
-- rows_aside (NULL for personal files).
INSERT INTO source_file (name, table_name, received_day, encoding, is_personal, rows_read, rows_aside)
VALUES (:name, :table_name, :received_day, :encoding, :is_personal, :rows_read, :rows_aside)
