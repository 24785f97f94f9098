-- How the methods of forecasting did on the past of a target, one quarter ahead.
-- :indicator, :kind, :code  the target. mean_error in the indicator's unit; NULL when the past is too short.
SELECT m.method, m.origins, m.mean_error, m.is_chosen
  FROM forecast_method m
 WHERE m.indicator_code = :indicator AND m.entity_kind = :kind AND m.entity_code = :code
   AND m.deadline_period = (SELECT min(x.deadline_period) FROM forecast_method x
                             WHERE x.indicator_code = :indicator AND x.entity_kind = :kind AND x.entity_code = :code)
 ORDER BY CASE m.method WHEN 'rythme' THEN 1 WHEN 'tendance' THEN 2 ELSE 3 END
