-- What releases revised in the quarters before them: of the country and the regions flows before and since, by cause; of the
-- others the name of the main cause alone. Persons or enrolments.
-- No parameter.
SELECT entity_kind AS type, entity_code AS code, indicator_code AS indicateur, period_code AS periode, breakdown AS ventilation,
       release_period AS publication, cause, old_value AS ancienne, new_value AS nouvelle, change AS ecart, is_main AS principale
  FROM revision
 ORDER BY entity_kind, entity_code, indicator_code, period_code, breakdown, release_period, cause
