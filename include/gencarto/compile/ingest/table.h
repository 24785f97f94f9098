/* The tables of the input folder and their columns, by canonical name. The order of the columns is that of the enums
 * below; a header is found by its folded name or through a mapping of programme.xml (columns.h). */
#ifndef GENCARTO_COMPILE_INGEST_TABLE_H
#define GENCARTO_COMPILE_INGEST_TABLE_H

#include "gencarto/base/str.h"

enum table_kind { TABLE_TRAININGS, TABLE_ENROLMENTS, TABLE_LABELS, TABLE_APPLICATIONS, TABLE_REFERENCES, TABLE_KINDS };

enum column_kind { COLUMN_TEXT, COLUMN_DATE, COLUMN_NUMBER }; /* how it is written is decided on the whole column */

struct table_column {
    const char *name; /* "formation_id" */
    bool required;
    enum column_kind kind;
};

struct table {
    const char *name;            /* "formations": of <source table="..."> */
    const char *default_pattern; /* "formations*.csv" */
    bool personal;               /* rows about persons: findings never hold a value */
    const struct table_column *columns;
    int column_count;
};

extern const struct table tables[TABLE_KINDS];

/* Index of the table or column of that name; -1 when there is none. */
int table_find(struct str name);
int table_find_column(const struct table *table, struct str name);

#define TABLE_COLUMN_LIMIT 40 /* at least the columns of any table */

enum training_column {
    TRAINING_ID,
    TRAINING_TITLE,
    TRAINING_STRUCTURE_ID,
    TRAINING_STRUCTURE_NAME,
    TRAINING_STRUCTURE_STATUS,
    TRAINING_SIRET,
    TRAINING_SITE_NAME,
    TRAINING_ADDRESS,
    TRAINING_POSTAL_CODE,
    TRAINING_COMMUNE_CODE,
    TRAINING_COMMUNE_NAME,
    TRAINING_DEPARTMENT_CODE, /* serves when neither commune nor postal code gives one */
    TRAINING_LATITUDE,
    TRAINING_LONGITUDE,
    TRAINING_MODE,
    TRAINING_JOB_FAMILY,
    TRAINING_EXIT_LEVEL,
    TRAINING_DURATION_MONTHS,
    TRAINING_DURATION_HOURS,
    TRAINING_PLACES,
    TRAINING_WAVE,
    TRAINING_LABEL_FIRST_DAY,
    TRAINING_LABEL_LAST_DAY,
    TRAINING_LABEL_STATUS,
    TRAINING_FREE_OF_CHARGE,
    TRAINING_RNCP,
    TRAINING_URL,
    TRAINING_BUDGET,
    TRAINING_GRANTED,
    TRAINING_PAID,
    TRAINING_ROME, /* optional: checked, not kept */
    TRAINING_UAI,  /* the same */
    TRAINING_COLUMNS
};

enum enrolment_column {
    ENROLMENT_ID,
    ENROLMENT_LEARNER,
    ENROLMENT_TRAINING,
    ENROLMENT_SESSION,
    ENROLMENT_REGISTERED_DAY, /* optional: serves before date_entree to say in which quarter it counts */
    ENROLMENT_ENTRY_DAY,
    ENROLMENT_EXIT_DAY,
    ENROLMENT_SEX,
    ENROLMENT_AGE,
    ENROLMENT_LEVEL,
    ENROLMENT_ENTRY_SITUATION,
    ENROLMENT_NEET,
    ENROLMENT_QPV,
    ENROLMENT_ZRR,
    ENROLMENT_RESIDENCE,
    ENROLMENT_STATUS,
    ENROLMENT_OUTCOME,
    ENROLMENT_ORIGIN,
    ENROLMENT_AID,
    ENROLMENT_COLUMNS
};

enum label_column { LABEL_TRAINING, LABEL_DAY, LABEL_EVENT, LABEL_REASON, LABEL_COLUMNS };

enum application_column {
    APPLICATION_ID,
    APPLICATION_WAVE,
    APPLICATION_STRUCTURE_NAME,
    APPLICATION_DEPARTMENT_CODE,
    APPLICATION_DECISION,
    APPLICATION_SCORE_1, /* five scores of the grid; read past */
    APPLICATION_SCORE_5 = APPLICATION_SCORE_1 + 4,
    APPLICATION_COLUMNS
};

enum reference_column {
    REFERENCE_DATE,
    REFERENCE_INDICATOR,
    REFERENCE_VALUE,
    REFERENCE_TERRITORY,
    REFERENCE_SOURCE,
    REFERENCE_UNIT,
    REFERENCE_NOTE,
    REFERENCE_CODE,   /* optional: the indicator of the catalogue that it is compared with */
    REFERENCE_PERIOD, /* optional: the year or quarter that it speaks of */
    REFERENCE_REASON, /* optional: why it differs from it */
    REFERENCE_COLUMNS
};

#endif
