-- Question: under which settings was a publication made?
-- No parameter. One row. Columns: key_id are the key and the order, name is for people, what is compared is programme,
-- release_period, received_day, rounding_base, protection_key, share_minimum, has_enrolments, simulated,
-- generator_version.
SELECT 'programme' AS key_id, name, name AS programme, release_period, received_day, rounding_base, protection_key,
       share_minimum, has_enrolments, simulated, generator_version
  FROM programme
 ORDER BY 1;
