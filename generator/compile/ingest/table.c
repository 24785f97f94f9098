#include "gencarto/compile/ingest/table.h"

static const struct table_column training_columns[TRAINING_COLUMNS] = {
    [TRAINING_ID] = {"formation_id", true},
    [TRAINING_TITLE] = {"intitule", false},
    [TRAINING_STRUCTURE_ID] = {"structure_id", false},
    [TRAINING_STRUCTURE_NAME] = {"structure_nom", false},
    [TRAINING_STRUCTURE_STATUS] = {"structure_statut", false},
    [TRAINING_SIRET] = {"siret", false},
    [TRAINING_SITE_NAME] = {"site_nom", false},
    [TRAINING_ADDRESS] = {"adresse", false},
    [TRAINING_POSTAL_CODE] = {"code_postal", false},
    [TRAINING_COMMUNE_CODE] = {"code_commune", false},
    [TRAINING_COMMUNE_NAME] = {"commune", false},
    [TRAINING_DEPARTMENT_CODE] = {"code_departement", false},
    [TRAINING_LATITUDE] = {"latitude", false},
    [TRAINING_LONGITUDE] = {"longitude", false},
    [TRAINING_MODE] = {"modalite", false},
    [TRAINING_JOB_FAMILY] = {"famille_metier", false},
    [TRAINING_EXIT_LEVEL] = {"niveau_sortie", false},
    [TRAINING_DURATION_MONTHS] = {"duree_mois", false},
    [TRAINING_DURATION_HOURS] = {"duree_heures", false},
    [TRAINING_PLACES] = {"places", false},
    [TRAINING_WAVE] = {"vague", false},
    [TRAINING_LABEL_FIRST_DAY] = {"date_label", false},
    [TRAINING_LABEL_LAST_DAY] = {"date_fin_label", false},
    [TRAINING_LABEL_STATUS] = {"statut_label", false},
    [TRAINING_FREE_OF_CHARGE] = {"gratuite", false},
    [TRAINING_RNCP] = {"rncp", false},
    [TRAINING_URL] = {"url", false},
    [TRAINING_BUDGET] = {"budget_session_eur", false},
    [TRAINING_GRANTED] = {"dotation_accordee_eur", false},
    [TRAINING_PAID] = {"dotation_versee_eur", false},
};

static const struct table_column enrolment_columns[ENROLMENT_COLUMNS] = {
    [ENROLMENT_ID] = {"inscription_id", true},
    [ENROLMENT_LEARNER] = {"apprenant", true},
    [ENROLMENT_TRAINING] = {"formation_id", true},
    [ENROLMENT_SESSION] = {"session", false},
    [ENROLMENT_REGISTERED_DAY] = {"date_inscription", false},
    [ENROLMENT_ENTRY_DAY] = {"date_entree", false},
    [ENROLMENT_EXIT_DAY] = {"date_sortie", false},
    [ENROLMENT_SEX] = {"sexe", false},
    [ENROLMENT_AGE] = {"age_entree", false},
    [ENROLMENT_LEVEL] = {"niveau_entree", false},
    [ENROLMENT_ENTRY_SITUATION] = {"situation_entree", false},
    [ENROLMENT_NEET] = {"neet", false},
    [ENROLMENT_QPV] = {"qpv", false},
    [ENROLMENT_ZRR] = {"zrr", false},
    [ENROLMENT_RESIDENCE] = {"code_commune_residence", false},
    [ENROLMENT_STATUS] = {"statut", true},
    [ENROLMENT_OUTCOME] = {"situation_3mois", false},
    [ENROLMENT_ORIGIN] = {"formation_origine_id", false},
    [ENROLMENT_AID] = {"aide_eur", false},
};

static const struct table_column label_columns[LABEL_COLUMNS] = {
    [LABEL_TRAINING] = {"formation_id", true},
    [LABEL_DAY] = {"date", true},
    [LABEL_EVENT] = {"evenement", true},
    [LABEL_REASON] = {"motif", false},
};

static const struct table_column application_columns[APPLICATION_COLUMNS] = {
    [APPLICATION_ID] = {"candidature_id", false},
    [APPLICATION_WAVE] = {"vague", true},
    [APPLICATION_STRUCTURE_NAME] = {"structure_nom", false},
    [APPLICATION_DEPARTMENT_CODE] = {"code_departement", false},
    [APPLICATION_DECISION] = {"decision", true},
    [APPLICATION_SCORE_1] = {"note_ancrage", false},
    [APPLICATION_SCORE_1 + 1] = {"note_contenu", false},
    [APPLICATION_SCORE_1 + 2] = {"note_publics", false},
    [APPLICATION_SCORE_1 + 3] = {"note_partenariats", false},
    [APPLICATION_SCORE_5] = {"note_debouches", false},
};

static const struct table_column reference_columns[REFERENCE_COLUMNS] = {
    [REFERENCE_DATE] = {"date", true},     [REFERENCE_INDICATOR] = {"indicateur", true},
    [REFERENCE_VALUE] = {"valeur", true},  [REFERENCE_TERRITORY] = {"territoire", false},
    [REFERENCE_SOURCE] = {"source", true}, [REFERENCE_UNIT] = {"unite", false},
    [REFERENCE_NOTE] = {"note", false},
};

const struct table tables[TABLE_KINDS] = {
    [TABLE_TRAININGS] = {"formations", "formations*.csv", false, training_columns, TRAINING_COLUMNS},
    [TABLE_ENROLMENTS] = {"inscriptions", "inscriptions*.csv", true, enrolment_columns, ENROLMENT_COLUMNS},
    [TABLE_LABELS] = {"labels", "labels*.csv", false, label_columns, LABEL_COLUMNS},
    [TABLE_APPLICATIONS] = {"candidatures", "candidatures*.csv", false, application_columns, APPLICATION_COLUMNS},
    [TABLE_REFERENCES] = {"references", "references*.csv", false, reference_columns, REFERENCE_COLUMNS},
};

int table_find(struct str name)
{
    for (int i = 0; i < TABLE_KINDS; i++) {
        if (str_equal(name, str_from(tables[i].name))) {
            return i;
        }
    }
    return -1;
}

int table_find_column(const struct table *table, struct str name)
{
    for (int i = 0; i < table->column_count; i++) {
        if (str_equal(name, str_from(table->columns[i].name))) {
            return i;
        }
    }
    return -1;
}
