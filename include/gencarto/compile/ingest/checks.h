/* What several rows together say wrong: passes over the typed rows, once all that they name is read. They keep every
 * row: their findings are warnings.
 *
 *     struct checks checks;
 *     checks_init(&checks, &input.findings);
 *     checks_run_table(&checks, CHECKS_LABELS, &input);        // each table once, beside the reading of others
 *     checks_run(&checks, &input);                             // all the others, before findings_sort
 *     checks_clear(&checks);
 *
 * The rows about persons are marked first, a bit of `doubts` each, and told in their own order afterwards: the first
 * findings that are kept do not depend on the order of the checks.
 */
#ifndef GENCARTO_COMPILE_INGEST_CHECKS_H
#define GENCARTO_COMPILE_INGEST_CHECKS_H

#include "gencarto/compile/ingest/input.h"
#include "gencarto/compile/ingest/rules.h"

/* Bits of enrolment_row.doubts. */
enum enrolment_doubt {
    DOUBT_NO_PSEUDONYM = 1 << 0, /* no fault of several rows: the person cannot be found in others */
    DOUBT_LEARNER_TWICE = 1 << 1,
    DOUBT_SESSIONS_OVERLAP = 1 << 2,
    DOUBT_REDIRECTED_NOWHERE = 1 << 3,
    DOUBT_ORIGIN_WITHOUT_REDIRECTION = 1 << 4,
    DOUBT_LEARNER_DIFFERS = 1 << 5,
    DOUBT_BEFORE_LABEL = 1 << 6,
    DOUBT_AFTER_LABEL = 1 << 7,
    DOUBT_AFTER_WITHDRAWAL = 1 << 8,
    DOUBT_STATUS_REGRESSED = 1 << 9,
    DOUBT_LEARNER_CHANGED = 1 << 10
};

/* Tables whose rows are held against each other as soon as they are read; last all files, when it does not matter yet
 * whose an enrolment is. */
enum checks_table { CHECKS_TRAININGS, CHECKS_LABELS, CHECKS_APPLICATIONS, CHECKS_ALL_FILES, CHECKS_TABLES };

struct checks { /* what they found, until it joins the findings of the input, the whole */
    struct arena arenas[CHECKS_TABLES];
    struct findings findings[CHECKS_TABLES];
};

void checks_init(struct checks *checks, const struct findings *whole);
void checks_clear(struct checks *checks);

/* Of `input` the programme, the trainings, the files that were read, and the table itself are looked at. Tables may be
 * checked at the same time, each once. */
void checks_run_table(struct checks *checks, enum checks_table table, const struct input *input);

/* All the others; their findings and those of the tables join the input's. */
void checks_run(struct checks *checks, struct input *input);

/* One at a time. `scratch` is not the findings' arena. */
void checks_register(struct arena *scratch, struct input *input);      /* trainings against each other */
void checks_labels(struct arena *scratch, struct input *input);        /* events of labels against the register */
void checks_applications(struct arena *scratch, struct input *input);  /* applications against each other and waves */
void checks_learners(struct arena *scratch, struct input *input);      /* rows of one person: marks doubts */
void checks_label_windows(struct arena *scratch, struct input *input); /* entries against labels: marks doubts */
void checks_files(struct arena *scratch, struct input *input);         /* files of one table against each other */
void checks_series(struct arena *scratch, struct input *input);        /* trainings and structures over time */
void checks_tell_doubts(struct arena *scratch, struct input *input);   /* findings of what was marked */

/* The doubts of a row that takes the place of what an earlier file said of the enrolment. */
uint16_t checks_replacement(unsigned former_status, unsigned status, bool is_other_learner);

/* Who offers a training: the id of its structure, else its folded name; empty when unknown. */
struct str checks_owner(struct arena *scratch, const struct training_row *training);

/* A finding about a row of the register. */
void checks_report_training(struct input *input, enum rule_name rule, const struct training_row *training,
                            struct str detail);

#endif
