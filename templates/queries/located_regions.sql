-- Regions that have a place on a map.
-- No parameter. tells_women: the shares of women of its departments are worth a figure: a suppression shows two at least.
-- empty_mark: what stands on its map under a department without a share.
WITH region AS (
    SELECT r.*, p.protection_mode <> 'suppression'
                OR (SELECT count(*) FROM territory d
                      JOIN observation o ON o.entity_kind = 'department' AND o.entity_code = d.code
                           AND o.indicator_code = 'part_femmes_cumul' AND o.period_code = p.release_period AND o.breakdown = ''
                     WHERE d.parent_kind = 'region' AND d.parent_code = r.code AND o.value IS NOT NULL) >= 2 AS tells_women
      FROM territory_release r
      JOIN programme p ON p.id = 1
     WHERE r.kind = 'region' AND r.is_located = 1
)
SELECT *, CASE tells_women WHEN 1 THEN '///' ELSE '' END AS empty_mark FROM region ORDER BY sort_key, code
