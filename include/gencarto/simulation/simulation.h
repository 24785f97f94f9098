/* A simulated programme: an input folder of any size, for demonstration, tests and measures of speed.
 *
 * Every organisation, training and learner is invented; only the communes are real, and programme.xml says so. The
 * figures are calibrated on those published about a real programme (410 trainings in force, 12,000 enrolments by the
 * end of 2017) by quotas, not by luck: each target is shared out by largest remainders, and chance only says who gets
 * which share of it. Other sizes are proportional. The same options give the same bytes on every machine.
 *
 *     struct simulation_options options = SIMULATION_DEFAULTS;
 *     options.folder = "input/gen";
 *     options.reference_folder = "input/reference";
 *     struct simulation_summary summary;
 *     return simulation_write(&options, &summary, err);
 *
 * Writes programme.xml, formations.csv, inscriptions-2016-T1.csv ... inscriptions-2017-T4.csv, labels.csv,
 * candidatures.csv and references.csv (the only real figures: published ones, with their sources). Each enrolments
 * file is what was received in that quarter: the new enrolments, and again those whose state changed.
 */
#ifndef GENCARTO_SIMULATION_SIMULATION_H
#define GENCARTO_SIMULATION_SIMULATION_H

#include <stdint.h>

#include "gencarto/base/error.h"

/* Called now and then on the calling thread with rows of enrolments written so far. */
struct simulation_progress {
    void (*report)(void *context, const char *step, int64_t done, int64_t total); /* may be NULL */
    void *context;
};

struct simulation_options {
    int64_t trainings;  /* in force at the end of 2017: 1 .. 500,000 */
    int64_t enrolments; /* rows with an inscription_id of their own: 0 .. 10,000,000 */
    uint64_t seed;
    const char *folder;           /* created; refused when it exists and is not empty */
    const char *reference_folder; /* with communes.csv and departements.csv */
    bool dirty;                   /* with the dirt of real exports, counted in the summary */
    struct simulation_progress progress;
};

#define SIMULATION_DEFAULTS ((struct simulation_options){.trainings = 410, .enrolments = 12000, .seed = 2017})

/* What a dirty copy holds. A kind is `faulty` when a reader must report it and cannot use the row or cell as it is;
 * the others are what exports look like, and must be read without complaint. */
enum simulation_dirt {
    DIRT_BAD_DATE,           /* 31/02/2017 */
    DIRT_DUPLICATE_ID,       /* a row twice in one file */
    DIRT_UNKNOWN_TRAINING,   /* an enrolment in a training that is not in the register */
    DIRT_UNKNOWN_DEPARTMENT, /* commune 99999 */
    DIRT_BAD_AGE,            /* 207 */
    DIRT_EXIT_BEFORE_ENTRY,
    DIRT_UNKNOWN_TERM, /* a status that no vocabulary knows */
    DIRT_EMPTY_ID,
    DIRT_NEET_CONTRADICTED, /* the column says the opposite of the facts */
    DIRT_TOTAL_ROW,         /* a last line "TOTAL" */
    DIRT_SHORT_ROW,         /* cells missing at the end */
    DIRT_LONG_ROW,          /* more cells than headers */
    DIRT_FRENCH_DATE,       /* 12/09/2016 */
    DIRT_SPELLING,          /* "Femme", "Terminée" */
    DIRT_OLD_LEVEL,         /* "IV" */
    DIRT_FRENCH_NUMBER,     /* "1 234,50" */
    DIRT_LINE_BREAK,        /* in a quoted cell */
    DIRT_MARKUP,            /* <script> */
    DIRT_FORMULA,           /* =cmd|' /C calc'!A0 */
    DIRT_KINDS
};

struct simulation_dirt_kind {
    const char *name; /* "bad_date" */
    bool faulty;
};

extern const struct simulation_dirt_kind simulation_dirt_kinds[DIRT_KINDS];

struct simulation_summary {
    int64_t trainings; /* rows of formations.csv, more than are in force */
    int64_t structures, sites;
    int64_t enrolments;     /* distinct inscription_id */
    int64_t learners;       /* distinct persons who entered */
    int64_t enrolment_rows; /* lines of all enrolments files, headers not counted */
    int64_t dirt[DIRT_KINDS];
};

/* ERROR_USAGE for a size out of bounds or a folder in the way, ERROR_INPUT or ERROR_SYSTEM for files. What was written
 * before a failure stays. Memory: about 50 bytes an enrolment. */
bool simulation_write(const struct simulation_options *options, struct simulation_summary *out_summary,
                      struct error *err);

/* A starter folder for a real programme: a commented programme.xml, the headers of each table, and LISEZMOI.md that
 * explains them. Refuses a folder that exists and is not empty, as simulation_write. */
bool starter_write(const char *folder, struct error *err);

#endif
