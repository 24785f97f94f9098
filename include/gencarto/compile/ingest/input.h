/* The input folder as typed rows, checked. The only place that holds a row about a person.
 *
 * input_read finds the files of each table, reads them in the order of reception, checks every cell, sets faulty rows
 * aside with a finding, resolves references (training, territory) to indexes, and lets a later-received row replace an
 * earlier one of the same inscription_id. Conservation: rows read = loaded + set aside; of those loaded some replaced
 * others.
 */
#ifndef GENCARTO_COMPILE_INGEST_INPUT_H
#define GENCARTO_COMPILE_INGEST_INPUT_H

#include "gencarto/base/finding.h"
#include "gencarto/compile/ingest/enrolment_table.h"
#include "gencarto/compile/ingest/programme.h"
#include "gencarto/compile/ingest/reference.h"

struct training_row {
    struct str id;
    struct str title; /* empty when not published */
    struct str structure_id, structure_name, structure_status, siret;
    struct str structure_status_text; /* as job_family_text */
    struct str site_name, address, postal_code, commune_code, commune_name;
    struct str department_code;              /* TERRITORY_NOT_LOCATED for online-only or unplaced trainings */
    struct str region_code;                  /* the same */
    double lon_deg, lat_deg;                 /* NaN when unknown; of the site, else of the commune */
    bool point_is_commune;                   /* the point is the commune's */
    struct str mode;                         /* "presentiel", "mixte", "distance", "" */
    struct str job_family;                   /* code of the vocabulary, "" when unknown */
    struct str job_family_text;              /* as the file writes it, when programme.xml has no term for it; else "" */
    int exit_level;                          /* 3..8, 0 unknown */
    double duration_months;                  /* NaN unknown */
    double duration_hours;                   /* NaN unknown */
    int64_t places;                          /* -1 unknown */
    struct str wave;                         /* "" unknown */
    int32_t label_first_day, label_last_day; /* DATE_NONE unknown */
    struct str label_status;                 /* "labellisee", "renouvelee", "retiree", "expiree", "" */
    int free_of_charge;                      /* 1, 0, -1 unknown */
    struct str rncp, url;
    double session_budget_eur, granted_eur, paid_eur; /* NaN unknown */
    struct str file;
    int64_t line;
};

struct label_row {
    uint32_t training;
    int32_t day;
    struct str event; /* "labellisation", "audit", "renouvellement", "retrait" */
    struct str reason;
    uint32_t file; /* index into files */
    int64_t line;
};

#define APPLICATION_SCORES 5

/* The criteria of the grid, "ancrage" first. */
extern const char *const application_criteria[APPLICATION_SCORES];

struct application_row {
    struct str wave, department_code; /* "" unknown */
    bool retained;
    struct str structure_name;        /* "" unknown */
    uint32_t scores;                  /* a hash of the scores of the grid, 0 when there are none */
    double score[APPLICATION_SCORES]; /* 0 to 20, in the order of application_criteria; NaN: not given, or out of it */
    uint32_t file;                    /* index into files */
    int64_t line;
};

struct reference_row { /* a figure published elsewhere */
    struct str date, indicator, territory, source, unit, note;
    struct str code;   /* of the indicator that it is compared with, "" when with none */
    struct str period; /* "2016" or "2016-T4", "" when not said */
    struct str reason; /* why it differs */
    double value;      /* NaN: not a number, kept as text in `value_text` */
    struct str value_text;
    struct str file;
    int64_t line;
    int code_field; /* 1-based, of `code` */
};

struct input_file {
    struct str name, table;
    int32_t received_day; /* DATE_NONE: not said */
    int32_t known_day;    /* since when it counts as received: received_day, else the last day of the quarter that its
                             name holds, else DATE_NONE: always */
    struct str encoding;  /* found: "UTF-8", "windows-1252", "UTF-16LE"... */
    struct delimiter delimiter;            /* none in columns of a fixed width */
    const struct fixed_width *fixed_width; /* NULL in others */
    char quote;                            /* 0: none */
    struct str line_ends;                  /* "LF", "CRLF", "CR", "mixed", "none" */
    int64_t header_line;                   /* where the names of the columns stand, 1-based; 0: the file is empty */
    int header_rows;                       /* that one, and those passed over below it */
    bool personal;                         /* rows about persons: counts and hashes are not published */
    double refuse_above_percent;           /* of its source */
    uint64_t columns;                      /* those of its table that it has: a bit each */
    int64_t rows_read, rows_loaded, rows_set_aside;
    int64_t rows_replaced; /* of those loaded: how many stand in place of a row of an earlier file */
};

struct input {
    struct programme programme;
    struct reference reference;
    struct training_row *trainings; /* by id */
    size_t training_count;
    struct enrolment_table enrolments; /* replaced rows are gone; in the order in which their identifiers first came */
    uint32_t learner_count;
    struct label_row *labels;
    size_t label_count;
    struct application_row *applications;
    size_t application_count;
    struct reference_row *references;
    size_t reference_count;
    struct input_file *files;
    size_t file_count;
    struct findings findings;
    bool has_enrolments; /* an inscriptions file exists */
};

/* `folder` is the input folder, `config` its programme.xml unless another is given, `reference_folder` the shipped
 * data. All text lives in the arena. ERROR_INPUT (exit 3) when the folder, the configuration or a required file or
 * column is absent or invalid; thresholds are judged by input_accept, so that `check` can report everything first. */
bool input_read(struct arena *arena, const char *folder, const char *config, const char *reference_folder,
                struct input *out_input, struct error *err);

/* What is read. */
struct input_options {
    const char *folder, *config, *reference_folder; /* as input_read has them */
    int32_t day;       /* as it was then: only of the files known by that day. A release that the configuration asks for
                          and that ends later is forgotten. DATE_NONE: files without a day alone; INT32_MAX: all */
    bool keeps_places; /* of every error and warning (findings_keep_places), for whoever goes back to the rows */
};

/* The same with these options. */
bool input_read_with(struct arena *arena, const struct input_options *options, struct input *out_input,
                     struct error *err);

/* The last day on which a file became known, DATE_NONE when none has a day. */
int32_t input_known_day(const struct input *input);

/* False with ERROR_INPUT when a needed column stands under another name, a file of trainings or enrolments is empty
 * (a header alone is not), a file is above its threshold of rows set aside, or, with `strict`, when there is any
 * finding of severity error. */
bool input_accept(const struct input *input, bool strict, struct error *err);

/* More of its rows are set aside than its source allows; totals, notes and repeated headers are no rows here. */
bool input_file_exceeds(const struct input *input, const struct input_file *file);

/* The table of rules, in the order of their ids. */
const struct rule *input_rules(size_t *out_count);

#endif
