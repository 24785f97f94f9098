-- Starts the one transaction of a file that is written whole. No parameter.
BEGIN
