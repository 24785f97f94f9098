#include "columns.h"

const struct str training_columns[TRAINING_COLUMNS] = {
    [COLUMN_TRAINING_ID] = STR_INIT("formation_id"),
    [COLUMN_TITLE] = STR_INIT("intitule"),
    [COLUMN_STRUCTURE_ID] = STR_INIT("structure_id"),
    [COLUMN_STRUCTURE_NAME] = STR_INIT("structure_nom"),
    [COLUMN_STRUCTURE_STATUS] = STR_INIT("structure_statut"),
    [COLUMN_SIRET] = STR_INIT("siret"),
    [COLUMN_SITE_NAME] = STR_INIT("site_nom"),
    [COLUMN_ADDRESS] = STR_INIT("adresse"),
    [COLUMN_POSTAL_CODE] = STR_INIT("code_postal"),
    [COLUMN_COMMUNE_CODE] = STR_INIT("code_commune"),
    [COLUMN_COMMUNE] = STR_INIT("commune"),
    [COLUMN_LATITUDE] = STR_INIT("latitude"),
    [COLUMN_LONGITUDE] = STR_INIT("longitude"),
    [COLUMN_MODE] = STR_INIT("modalite"),
    [COLUMN_FAMILY] = STR_INIT("famille_metier"),
    [COLUMN_EXIT_LEVEL] = STR_INIT("niveau_sortie"),
    [COLUMN_MONTHS] = STR_INIT("duree_mois"),
    [COLUMN_HOURS] = STR_INIT("duree_heures"),
    [COLUMN_PLACES] = STR_INIT("places"),
    [COLUMN_WAVE] = STR_INIT("vague"),
    [COLUMN_LABEL_DAY] = STR_INIT("date_label"),
    [COLUMN_LABEL_LAST_DAY] = STR_INIT("date_fin_label"),
    [COLUMN_LABEL_STATUS] = STR_INIT("statut_label"),
    [COLUMN_FREE] = STR_INIT("gratuite"),
    [COLUMN_RNCP] = STR_INIT("rncp"),
    [COLUMN_URL] = STR_INIT("url"),
    [COLUMN_BUDGET] = STR_INIT("budget_session_eur"),
    [COLUMN_GRANTED] = STR_INIT("dotation_accordee_eur"),
    [COLUMN_PAID] = STR_INIT("dotation_versee_eur"),
};

const struct str enrolment_columns[ENROLMENT_COLUMNS] = {
    [COLUMN_ENROLMENT_ID] = STR_INIT("inscription_id"),
    [COLUMN_LEARNER] = STR_INIT("apprenant"),
    [COLUMN_ENROLMENT_TRAINING] = STR_INIT("formation_id"),
    [COLUMN_SESSION] = STR_INIT("session"),
    [COLUMN_ENTRY_DAY] = STR_INIT("date_entree"),
    [COLUMN_EXIT_DAY] = STR_INIT("date_sortie"),
    [COLUMN_SEX] = STR_INIT("sexe"),
    [COLUMN_AGE] = STR_INIT("age_entree"),
    [COLUMN_LEVEL] = STR_INIT("niveau_entree"),
    [COLUMN_SITUATION] = STR_INIT("situation_entree"),
    [COLUMN_NEET] = STR_INIT("neet"),
    [COLUMN_QPV] = STR_INIT("qpv"),
    [COLUMN_ZRR] = STR_INIT("zrr"),
    [COLUMN_RESIDENCE] = STR_INIT("code_commune_residence"),
    [COLUMN_STATUS] = STR_INIT("statut"),
    [COLUMN_OUTCOME] = STR_INIT("situation_3mois"),
    [COLUMN_ORIGIN] = STR_INIT("formation_origine_id"),
    [COLUMN_AID] = STR_INIT("aide_eur"),
};

const struct str label_columns[LABEL_COLUMNS] = {STR_INIT("formation_id"), STR_INIT("date"), STR_INIT("evenement"),
                                                 STR_INIT("motif")};

/* The grid of the committee: local anchorage, content, target publics, partnerships, job prospects. */
const struct str application_columns[APPLICATION_COLUMNS] = {
    STR_INIT("candidature_id"),    STR_INIT("vague"),          STR_INIT("structure_nom"), STR_INIT("code_departement"),
    STR_INIT("decision"),          STR_INIT("note_ancrage"),   STR_INIT("note_contenu"),  STR_INIT("note_publics"),
    STR_INIT("note_partenariats"), STR_INIT("note_debouches"),
};

const struct str reference_columns[REFERENCE_COLUMNS] = {
    STR_INIT("date"),  STR_INIT("indicateur"), STR_INIT("valeur"),          STR_INIT("territoire"), STR_INIT("source"),
    STR_INIT("unite"), STR_INIT("note"),       STR_INIT("code_indicateur"), STR_INIT("periode"),    STR_INIT("ecart"),
};
