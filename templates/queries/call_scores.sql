-- How the applications of a call were scored, criterion by criterion, those retained beside those refused.
-- :wave  its number. Means of 20, NULL under five applications; gap: retained less refused.
SELECT s.criterion, s.applications AS retained, s.mean_score AS retained_score, r.applications AS refused,
       r.mean_score AS refused_score, round(s.mean_score - r.mean_score, 1) AS gap
  FROM selection s
  JOIN selection r ON r.wave = s.wave AND r.criterion = s.criterion AND r.decision = 'refusee'
 WHERE s.wave = :wave AND s.decision = 'retenue' AND s.applications + r.applications > 0
 ORDER BY s.ordinal
