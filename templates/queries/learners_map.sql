-- What the map of learners by department shows: how many departments, which has most. One row.
-- No parameter. hidden_names: NULL without any.
WITH d AS (SELECT * FROM territory_release WHERE kind = 'department' AND is_located = 1)
SELECT (SELECT count(*) FROM d WHERE state <> 'none' AND learners IS NOT NULL) AS shown,
       (SELECT count(*) FROM d WHERE learners_flag = 'c') AS hidden,
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM d WHERE learners_flag = 'c' ORDER BY sort_key, code)) AS hidden_names,
       (SELECT count(*) FROM d WHERE state = 'none') AS none,
       (SELECT group_concat(name, ', ') FROM (SELECT name FROM d WHERE state = 'none' ORDER BY sort_key, code)) AS none_names,
       (SELECT count(*) FROM d) AS departments,
       hi.name AS high_name, hi.name_locative AS high_locative, hi.learners AS high
  FROM programme p
  LEFT JOIN d hi ON hi.code = (SELECT code FROM d WHERE learners IS NOT NULL ORDER BY learners DESC, code LIMIT 1)
 WHERE p.id = 1
 ORDER BY p.id
