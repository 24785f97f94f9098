-- The funding of a training against its cap.
-- :training  its id. Amounts in euros; is_above_cap: NULL where nothing was granted or nothing bounds it.
SELECT cap_eur, is_above_cap, granted_eur - cap_eur AS above_eur
  FROM training_funding
 WHERE training_id = :training
 ORDER BY training_id
