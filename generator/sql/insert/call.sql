-- One call for projects, with what the register holds of its wave.
-- Parameters: wave, opened_day and decided_day in ISO form, applications, retained.
INSERT INTO call (wave, opened_day, decided_day, applications, retained, trainings, structures, sites, granted_eur,
                  paid_eur)
SELECT :wave, :opened_day, :decided_day, :applications, :retained, count(*), count(DISTINCT structure_id),
       count(DISTINCT site_id), sum(granted_eur), sum(paid_eur)
  FROM training
 WHERE wave = :wave
