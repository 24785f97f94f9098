#include "gencarto/compile/ingest/table.h"

static const struct table_column training_columns[TRAINING_COLUMNS] = {
    [TRAINING_ID] = {"formation_id", true, COLUMN_TEXT},
    [TRAINING_TITLE] = {"intitule", false, COLUMN_TEXT},
    [TRAINING_STRUCTURE_ID] = {"structure_id", false, COLUMN_TEXT},
    [TRAINING_STRUCTURE_NAME] = {"structure_nom", false, COLUMN_TEXT},
    [TRAINING_STRUCTURE_STATUS] = {"structure_statut", false, COLUMN_TEXT},
    [TRAINING_SIRET] = {"siret", false, COLUMN_TEXT},
    [TRAINING_SITE_NAME] = {"site_nom", false, COLUMN_TEXT},
    [TRAINING_ADDRESS] = {"adresse", false, COLUMN_TEXT},
    [TRAINING_POSTAL_CODE] = {"code_postal", false, COLUMN_TEXT},
    [TRAINING_COMMUNE_CODE] = {"code_commune", false, COLUMN_TEXT},
    [TRAINING_COMMUNE_NAME] = {"commune", false, COLUMN_TEXT},
    [TRAINING_DEPARTMENT_CODE] = {"code_departement", false, COLUMN_TEXT},
    [TRAINING_LATITUDE] = {"latitude", false, COLUMN_TEXT},
    [TRAINING_LONGITUDE] = {"longitude", false, COLUMN_TEXT},
    [TRAINING_MODE] = {"modalite", false, COLUMN_TEXT},
    [TRAINING_JOB_FAMILY] = {"famille_metier", false, COLUMN_TEXT},
    [TRAINING_EXIT_LEVEL] = {"niveau_sortie", false, COLUMN_TEXT},
    [TRAINING_DURATION_MONTHS] = {"duree_mois", false, COLUMN_NUMBER},
    [TRAINING_DURATION_HOURS] = {"duree_heures", false, COLUMN_NUMBER},
    [TRAINING_PLACES] = {"places", false, COLUMN_NUMBER},
    [TRAINING_WAVE] = {"vague", false, COLUMN_TEXT},
    [TRAINING_LABEL_FIRST_DAY] = {"date_label", false, COLUMN_DATE},
    [TRAINING_LABEL_LAST_DAY] = {"date_fin_label", false, COLUMN_DATE},
    [TRAINING_LABEL_STATUS] = {"statut_label", false, COLUMN_TEXT},
    [TRAINING_FREE_OF_CHARGE] = {"gratuite", false, COLUMN_TEXT},
    [TRAINING_RNCP] = {"rncp", false, COLUMN_TEXT},
    [TRAINING_URL] = {"url", false, COLUMN_TEXT},
    [TRAINING_BUDGET] = {"budget_session_eur", false, COLUMN_NUMBER},
    [TRAINING_GRANTED] = {"dotation_accordee_eur", false, COLUMN_NUMBER},
    [TRAINING_ROME] = {"code_rome", false, COLUMN_TEXT},
    [TRAINING_UAI] = {"uai", false, COLUMN_TEXT},
    [TRAINING_PAID] = {"dotation_versee_eur", false, COLUMN_NUMBER},
};

static const struct table_column enrolment_columns[ENROLMENT_COLUMNS] = {
    [ENROLMENT_ID] = {"inscription_id", true, COLUMN_TEXT},
    [ENROLMENT_LEARNER] = {"apprenant", true, COLUMN_TEXT},
    [ENROLMENT_TRAINING] = {"formation_id", true, COLUMN_TEXT},
    [ENROLMENT_SESSION] = {"session", false, COLUMN_TEXT},
    [ENROLMENT_REGISTERED_DAY] = {"date_inscription", false, COLUMN_DATE},
    [ENROLMENT_ENTRY_DAY] = {"date_entree", false, COLUMN_DATE},
    [ENROLMENT_EXIT_DAY] = {"date_sortie", false, COLUMN_DATE},
    [ENROLMENT_SEX] = {"sexe", false, COLUMN_TEXT},
    [ENROLMENT_AGE] = {"age_entree", false, COLUMN_NUMBER},
    [ENROLMENT_LEVEL] = {"niveau_entree", false, COLUMN_TEXT},
    [ENROLMENT_ENTRY_SITUATION] = {"situation_entree", false, COLUMN_TEXT},
    [ENROLMENT_NEET] = {"neet", false, COLUMN_TEXT},
    [ENROLMENT_QPV] = {"qpv", false, COLUMN_TEXT},
    [ENROLMENT_ZRR] = {"zrr", false, COLUMN_TEXT},
    [ENROLMENT_RESIDENCE] = {"code_commune_residence", false, COLUMN_TEXT},
    [ENROLMENT_STATUS] = {"statut", true, COLUMN_TEXT},
    [ENROLMENT_OUTCOME] = {"situation_3mois", false, COLUMN_TEXT},
    [ENROLMENT_ORIGIN] = {"formation_origine_id", false, COLUMN_TEXT},
    [ENROLMENT_AID] = {"aide_eur", false, COLUMN_NUMBER},
};

static const struct table_column label_columns[LABEL_COLUMNS] = {
    [LABEL_TRAINING] = {"formation_id", true, COLUMN_TEXT},
    [LABEL_DAY] = {"date", true, COLUMN_DATE},
    [LABEL_EVENT] = {"evenement", true, COLUMN_TEXT},
    [LABEL_REASON] = {"motif", false, COLUMN_TEXT},
};

static const struct table_column application_columns[APPLICATION_COLUMNS] = {
    [APPLICATION_ID] = {"candidature_id", false, COLUMN_TEXT},
    [APPLICATION_WAVE] = {"vague", true, COLUMN_TEXT},
    [APPLICATION_STRUCTURE_NAME] = {"structure_nom", false, COLUMN_TEXT},
    [APPLICATION_DEPARTMENT_CODE] = {"code_departement", false, COLUMN_TEXT},
    [APPLICATION_DECISION] = {"decision", true, COLUMN_TEXT},
    [APPLICATION_SCORE_1] = {"note_ancrage", false, COLUMN_NUMBER},
    [APPLICATION_SCORE_1 + 1] = {"note_contenu", false, COLUMN_NUMBER},
    [APPLICATION_SCORE_1 + 2] = {"note_publics", false, COLUMN_NUMBER},
    [APPLICATION_SCORE_1 + 3] = {"note_partenariats", false, COLUMN_NUMBER},
    [APPLICATION_SCORE_5] = {"note_debouches", false, COLUMN_NUMBER},
};

static const struct table_column reference_columns[REFERENCE_COLUMNS] = {
    [REFERENCE_DATE] = {"date", true, COLUMN_TEXT},       [REFERENCE_INDICATOR] = {"indicateur", true, COLUMN_TEXT},
    [REFERENCE_VALUE] = {"valeur", true, COLUMN_TEXT},    [REFERENCE_TERRITORY] = {"territoire", false, COLUMN_TEXT},
    [REFERENCE_SOURCE] = {"source", true, COLUMN_TEXT},   [REFERENCE_UNIT] = {"unite", false, COLUMN_TEXT},
    [REFERENCE_NOTE] = {"note", false, COLUMN_TEXT},      [REFERENCE_CODE] = {"code_indicateur", false, COLUMN_TEXT},
    [REFERENCE_PERIOD] = {"periode", false, COLUMN_TEXT}, [REFERENCE_REASON] = {"ecart", false, COLUMN_TEXT},
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
