-- Question: which counts of persons and enrolments are told by what the register says of the trainings (job family, level,
-- duration class, status, mode, wave)?
-- No parameter. Columns: level (entity kind), measure. They are sums of the protected flows of trainings, so that parts add up
-- to the totals: of the country all that is published of trainings, of regions learners and entries. Nothing under a
-- suppression: with the totals, sums of what it shows would tell what it hides.
SELECT l.column1 AS level, c.measure
  FROM published c
  CROSS JOIN (VALUES ('country'), ('region')) AS l
 WHERE c.level = 'training' AND c.dimensions = ''
   AND (l.column1 = 'country' OR c.measure IN ('apprenants', 'entrees'))
   AND (SELECT protection_mode <> 'suppression' FROM programme)
 ORDER BY level, c.measure
