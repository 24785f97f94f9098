-- Views that gather, a row an entity, what most readers want of a release. Bind the key: each join is a point look-up.

-- Territories with their main figures at the release. state: 'none' without any training or learner, 'secret' when
-- there are some but the share of women is not shown, 'value' else. Shares are percentages. Without any enrolments
-- file learners are NULL; with one, a territory of which nothing is stored has 0.
CREATE VIEW territory_release AS
SELECT t.kind, t.code, t.parent_kind, t.parent_code, t.name, t.name_locative, t.name_of, t.name_the, t.slug, t.path,
       t.is_located, t.is_overseas, t.sort_key,
       p.release_period AS period,
       coalesce(tr.value, 0) AS trainings, coalesce(si.value, 0) AS sites, coalesce(st.value, 0) AS structures,
       pl.value AS places,
       CASE WHEN p.has_enrolments = 1 THEN CASE WHEN le.entity_code IS NULL THEN 0 ELSE le.value END END AS learners, le.status AS learners_flag,
       CASE WHEN p.has_enrolments = 1 THEN CASE WHEN fl.entity_code IS NULL THEN 0 ELSE fl.value END END AS learners_quarter, fl.status AS learners_quarter_flag,
       wo.value AS women, wo.status AS women_flag, wo.numerator AS women_numerator, wo.denominator AS women_denominator,
       ne.value AS neet, ne.status AS neet_flag, ne.numerator AS neet_numerator, ne.denominator AS neet_denominator,
       an.value AS response, an.numerator AS response_numerator, an.denominator AS response_denominator,
       CASE WHEN coalesce(le.value, 0) = 0 AND coalesce(le.status, '') <> 'c' AND coalesce(tr.value, 0) = 0 THEN 'none'
            WHEN wo.value IS NULL THEN 'secret' ELSE 'value' END AS state,
       'apprenants_cumul/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS learners_cell,
       'apprenants/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS learners_quarter_cell,
       'part_femmes_cumul/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS women_cell,
       'part_neet_cumul/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS neet_cell,
       'taux_reponse/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS response_cell,
       'formations/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS trainings_cell,
       'fabriques/' || t.kind || ':' || t.code || '/' || p.release_period || '/' AS sites_cell
  FROM territory t
  JOIN programme p ON p.id = 1
  LEFT JOIN observation tr ON tr.entity_kind = t.kind AND tr.entity_code = t.code AND tr.indicator_code = 'formations'
       AND tr.period_code = p.release_period AND tr.breakdown = ''
  LEFT JOIN observation si ON si.entity_kind = t.kind AND si.entity_code = t.code AND si.indicator_code = 'fabriques'
       AND si.period_code = p.release_period AND si.breakdown = ''
  LEFT JOIN observation st ON st.entity_kind = t.kind AND st.entity_code = t.code AND st.indicator_code = 'structures'
       AND st.period_code = p.release_period AND st.breakdown = ''
  LEFT JOIN observation pl ON pl.entity_kind = t.kind AND pl.entity_code = t.code AND pl.indicator_code = 'places'
       AND pl.period_code = p.release_period AND pl.breakdown = ''
  LEFT JOIN observation le ON le.entity_kind = t.kind AND le.entity_code = t.code AND le.indicator_code = 'apprenants_cumul'
       AND le.period_code = p.release_period AND le.breakdown = ''
  LEFT JOIN observation fl ON fl.entity_kind = t.kind AND fl.entity_code = t.code AND fl.indicator_code = 'apprenants'
       AND fl.period_code = p.release_period AND fl.breakdown = ''
  LEFT JOIN observation wo ON wo.entity_kind = t.kind AND wo.entity_code = t.code AND wo.indicator_code = 'part_femmes_cumul'
       AND wo.period_code = p.release_period AND wo.breakdown = ''
  LEFT JOIN observation ne ON ne.entity_kind = t.kind AND ne.entity_code = t.code AND ne.indicator_code = 'part_neet_cumul'
       AND ne.period_code = p.release_period AND ne.breakdown = ''
  LEFT JOIN observation an ON an.entity_kind = t.kind AND an.entity_code = t.code AND an.indicator_code = 'taux_reponse'
       AND an.period_code = p.release_period AND an.breakdown = '';

-- Trainings with the names of what they refer to and their learners at the release. A training of which nobody was
-- ever counted has learners 0; reported is 0 when it is in force and no enrolment of it was received.
CREATE VIEW training_release AS
SELECT t.training_id, t.title, t.structure_id, t.site_id, t.mode, t.job_family, t.exit_level, t.duration_months,
       t.duration_hours, t.places, t.wave, t.label_first_day, t.label_last_day, t.label_status, t.in_force,
       t.free_of_charge, t.rncp, t.url, t.budget_eur, t.granted_eur, t.paid_eur, t.commune_name, t.department_code,
       t.region_code, t.lon_deg, t.lat_deg, t.slug, t.path, t.sort_key,
       p.release_period AS period,
       s.name AS structure_name, s.path AS structure_path,
       f.label_fr AS job_family_label, f.ordinal AS job_family_ordinal, f.slug AS job_family_slug,
       m.label_fr AS mode_label,
       w.wave AS call_wave, -- the wave, when it is one of the calls for projects
       d.name AS department_name, d.path AS department_path, d.is_located,
       g.name AS region_name, g.path AS region_path,
       CASE WHEN lc.status = 'c' THEN NULL ELSE coalesce(lc.value, 0) END AS learners,
       coalesce(lc.status, '') AS learners_flag
  FROM training t
  JOIN programme p ON p.id = 1
  JOIN territory d ON d.kind = 'department' AND d.code = t.department_code
  JOIN territory g ON g.kind = 'region' AND g.code = t.region_code
  LEFT JOIN observation lc ON lc.entity_kind = 'training' AND lc.entity_code = t.training_id
       AND lc.indicator_code = 'apprenants_cumul' AND lc.breakdown = ''
       AND lc.period_code = (SELECT max(o.period_code) FROM observation o
                                  WHERE o.entity_kind = 'training' AND o.entity_code = t.training_id
                                    AND o.indicator_code = 'apprenants_cumul' AND o.breakdown = ''
                                    AND o.period_code <= p.release_period)
  LEFT JOIN structure s ON s.structure_id = t.structure_id
  LEFT JOIN term f ON f.vocabulary = 'famille_metier' AND f.code = t.job_family
  LEFT JOIN call w ON w.wave = t.wave
  LEFT JOIN term m ON m.vocabulary = 'modalite' AND m.code = t.mode;

-- The parts of a whole, by dimension, as percentages to one decimal that add up to 100.0: each is cut to its decimal, and
-- what is left to 100.0 goes, a tenth each, to the largest remainders (Hamilton), the first in the order of display
-- among equals. Where parts overlap, or one is not published, percent is the share of the total, rounded half away from
-- zero. percent is NULL where the total is 0 or not published, and of
-- persons where it is under programme.share_minimum, or the share is 0 or 100 % of fewer than 20 or 4 bases. Bind entity, indicator and quarter.
CREATE VIEW observation_part AS
SELECT entity_kind, entity_code, indicator_code, period_code, dimension, breakdown, ordinal, value, status, total,
       CASE WHEN total <= 0 OR total IS NULL OR value IS NULL THEN NULL
            WHEN is_personal = 1 AND (total < share_minimum OR (total < extreme_minimum AND value IN (0, total))) THEN NULL
            WHEN parts = total AND published = listed THEN (low + (rank <= 1000 - lows)) / 10.0
            ELSE (2000 * CAST(value AS INTEGER) + total) / (2 * total) / 10.0 END AS percent
  FROM (SELECT *, sum(low) OVER whole AS lows,
               row_number() OVER (PARTITION BY entity_kind, entity_code, indicator_code, period_code, dimension
                                  ORDER BY rest DESC, ordinal) AS rank
          FROM (SELECT *, CAST(value AS INTEGER) * 1000 / total AS low, CAST(value AS INTEGER) * 1000 % total AS rest,
                       sum(CAST(value AS INTEGER)) OVER whole AS parts, count(value) OVER whole AS published,
                       count(*) OVER whole AS listed
                  FROM (SELECT o.entity_kind, o.entity_code, o.indicator_code, o.period_code, b.dimension, o.breakdown,
                               b.ordinal, o.value, o.status, CAST(t.value AS INTEGER) AS total, i.is_personal,
                               max(20, p.share_minimum) AS share_minimum, max(20, 4 * p.rounding_base) AS extreme_minimum
                          FROM observation o
                          JOIN breakdown b ON b.code = o.breakdown AND b.dimension <> ''
                          JOIN indicator i ON i.code = o.indicator_code AND i.unit <> 'percent'
                          JOIN programme p ON p.id = 1
                          JOIN observation t ON t.entity_kind = o.entity_kind AND t.entity_code = o.entity_code
                               AND t.indicator_code = o.indicator_code AND t.period_code = o.period_code
                               AND t.breakdown = '')
                WINDOW whole AS (PARTITION BY entity_kind, entity_code, indicator_code, period_code, dimension))
        WINDOW whole AS (PARTITION BY entity_kind, entity_code, indicator_code, period_code, dimension));
