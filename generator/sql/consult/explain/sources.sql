-- Question: which files were read for it? Parameters: indicator, kind, code, period and breakdown of the cell. Columns:
-- name, table_name, received_day, encoding, is_personal; rows_read and rows_aside are NULL of files about persons,
-- whose exact counts are not published.
WITH needed (unit, table_name) AS (
    VALUES ('persons', 'inscriptions'), ('persons', 'formations'), ('enrolments', 'inscriptions'),
           ('enrolments', 'formations'), ('trainings', 'formations'), ('trainings', 'labels'), ('sites', 'formations'),
           ('sites', 'labels'), ('structures', 'formations'), ('structures', 'labels'), ('places', 'formations'),
           ('places', 'labels'), ('euros', 'formations'), ('applications', 'candidatures')
),
wanted AS (
    SELECT n.table_name FROM indicator i JOIN needed n ON n.unit = i.unit WHERE i.code = :indicator
    UNION
    SELECT n.table_name FROM indicator i JOIN needed n ON n.unit = CASE i.measure WHEN 'taux_retenue' THEN 'applications'
                                                                 ELSE 'persons' END
     WHERE i.code = :indicator AND i.unit = 'percent'
    UNION
    SELECT 'labels' FROM indicator WHERE code = :indicator AND measure = 'taux_reponse'
)
SELECT s.name, s.table_name, s.received_day, s.encoding, s.is_personal, s.rows_read, s.rows_aside
  FROM source_file s
  JOIN wanted w ON w.table_name = s.table_name
 ORDER BY s.table_name, s.name;
