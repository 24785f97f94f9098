/* Invented names: structures, sites, trainings, streets. Word lists combined; no name is meant to be a real one. */
#ifndef GENCARTO_SIMULATION_NAMES_H
#define GENCARTO_SIMULATION_NAMES_H

#include <stdint.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/random.h"

enum name_status { STATUS_ASSOCIATION, STATUS_COMPANY, STATUS_PUBLIC, STATUS_OTHER, STATUS_COUNT };

enum job_family {
    FAMILY_WEB,
    FAMILY_NETWORKS,
    FAMILY_DATA,
    FAMILY_MEDIATION,
    FAMILY_SECURITY,
    FAMILY_DESIGN,
    FAMILY_MAKING,
    FAMILY_COUNT
};

extern const char *const name_status_codes[STATUS_COUNT];
extern const char *const job_family_codes[FAMILY_COUNT];
extern const int64_t job_family_weights[FAMILY_COUNT]; /* of 410 trainings */

/* The name of the `rank`-th structure of a status, 0..: no two ranks and no two statuses give the same. */
void name_structure(struct buf *out, enum name_status status, uint64_t rank);

/* A title of the family. `variant` is any number. */
struct str name_training(enum job_family family, uint64_t variant);

/* "12 rue des Tanneurs". */
void name_address(struct buf *out, struct random_state *random);

#endif
