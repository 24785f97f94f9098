-- Question: which tables, columns, views, indexes or triggers hold something that no reader knows?
-- No parameter. Columns: cell (what it is), found, expected.
-- A new table or column is added here once its numbers are read by another check, or are public facts.
WITH known (type, name, columns) AS (VALUES
    ('view', 'figure_history', ''),
    ('view', 'figure_revised', ''),
    ('view', 'observation_filled', ''),
    ('view', 'observation_part', ''),
    ('view', 'reference_comparison', ''),
    ('view', 'territory_release', ''),
    ('view', 'training_funding', ''),
    ('view', 'training_release', ''),
    ('table', 'breakdown', 'code dimension label_fr label_en ordinal'),
    ('table', 'call',
     'wave opened_day decided_day applications retained trainings structures sites granted_eur '
         || 'paid_eur'),
    ('table', 'contribution',
     'indicator_code entity_kind entity_code deadline_period dimension part ordinal value weight '
         || 'expected contribution points'),
    ('table', 'finding', 'rule_id table_name severity occurrences is_rounded'),
    ('table', 'forecast',
     'indicator_code entity_kind entity_code deadline_period origin_period period_code method value '
         || 'low high actual revised basis'),
    ('table', 'forecast_method',
     'indicator_code entity_kind entity_code deadline_period method origins mean_error is_chosen'),
    ('table', 'forecast_record',
     'indicator_code entity_kind entity_code deadline_period state quarters tried covered kept '
         || 'mean_error'),
    ('table', 'indicator',
     'code measure periodicity label label_en short_label unit decimals direction definition '
         || 'numerator denominator scope unknown source notes is_personal is_added since ordinal'),
    ('table', 'label_event', 'training_id day event reason'),
    ('table', 'observation',
     'entity_kind entity_code indicator_code period_code breakdown value numerator denominator '
         || 'status'),
    ('table', 'period', 'code year quarter first_day last_day ordinal is_partial is_release'),
    ('table', 'programme',
     'id name short_name tagline description owner owner_address publication_director host '
         || 'contact_email contact_url licence_name licence_url source_credit legal_notice privacy_notice '
         || 'accessibility_status accessibility_audit simulated notice release_period release_day '
         || 'published_day next_published_day received_day has_enrolments rounding_base protection_mode '
         || 'protection_key share_minimum generator_version'),
    ('table', 'published', 'level measure dimensions'),
    ('table', 'reference_figure',
     'id date label value text territory source url unit note indicator_code period entity_kind '
         || 'entity_code reason'),
    ('table', 'release', 'period_code origin published_by received_day method rounding_base trainings_moved note'),
    ('table', 'revision',
     'entity_kind entity_code indicator_code period_code breakdown release_period cause old_value '
         || 'new_value change is_main'),
    ('table', 'selection', 'wave criterion decision applications mean_score ordinal'),
    ('table', 'site',
     'site_id structure_id name address postal_code commune_code commune_name department_code '
         || 'region_code lon_deg lat_deg point_source sort_key'),
    ('table', 'source_file', 'name table_name received_day encoding is_personal rows_read rows_aside'),
    ('table', 'structure', 'structure_id name legal_status siret slug path sort_key'),
    ('table', 'suppression', 'level rule ordinal figures'),
    ('table', 'target',
     'indicator_code entity_kind entity_code value start_period start_value deadline_period '
         || 'is_milestone label ordinal is_stepped'),
    ('table', 'target_progress',
     'indicator_code entity_kind entity_code period_code deadline_period target value gap '
         || 'achieved_percent expected pace_observed pace_required pace_percent pace_needed_start status'),
    ('table', 'target_share',
     'indicator_code entity_kind entity_code deadline_period numerator known unknown low_percent '
         || 'high_percent horizon_quarters coming needed needed_percent recent_percent'),
    ('table', 'term', 'vocabulary code label_fr label_en ordinal slug sort_key'),
    ('table', 'territory',
     'kind code parent_kind parent_code name name_locative name_of name_the slug path is_located '
         || 'is_overseas sort_key'),
    ('table', 'training',
     'training_id title structure_id site_id mode job_family exit_level duration_months '
         || 'duration_hours places wave label_first_day label_last_day label_status in_force free_of_charge '
         || 'rncp url budget_eur granted_eur paid_eur commune_name department_code region_code lon_deg '
         || 'lat_deg slug path sort_key'),
    ('table', 'trajectory', 'indicator_code entity_kind entity_code period_code expected'),
    ('index', 'reference_compared', ''),
    ('index', 'revision_release', ''),
    ('index', 'site_structure', ''),
    ('index', 'target_entity', ''),
    ('index', 'territory_parent', ''),
    ('index', 'training_department', ''),
    ('index', 'training_family', ''),
    ('index', 'training_region', ''),
    ('index', 'training_structure', ''),
    ('index', 'training_wave', '')
)
SELECT s.name AS cell, 'a ' || s.type AS found, 'none of that name' AS expected
  FROM sqlite_schema s
 WHERE s.name NOT LIKE 'sqlite\_autoindex\_%' ESCAPE '\'
   AND NOT EXISTS (SELECT 1 FROM known k WHERE k.type = s.type AND k.name = s.name)
 UNION ALL
SELECT s.name || '.' || c.name, 'a column', 'none of that name'
  FROM sqlite_schema s
  JOIN known k ON k.type = 'table' AND k.name = s.name
  JOIN pragma_table_xinfo(s.name) c
 WHERE s.type = 'table' AND instr(' ' || k.columns || ' ', ' ' || c.name || ' ') = 0
 ORDER BY 1
