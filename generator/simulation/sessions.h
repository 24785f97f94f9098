/* When groups start: the persons of a quarter shared out over the trainings that report, in sessions. */
#ifndef GENCARTO_SIMULATION_SESSIONS_H
#define GENCARTO_SIMULATION_SESSIONS_H

#include "learners.h"
#include "quota.h"

struct session {
    uint32_t training;
    uint32_t size; /* persons */
    int32_t first_day;
    uint16_t code;
    bool late; /* its export came a quarter late */
};

struct sessions {
    struct session *items; /* by quarter */
    size_t count, capacity;
    size_t first[PERIODS + 1]; /* run of each quarter */
};

/* `online[q]` and `on_site[q]` persons in each quarter. */
void sessions_plan(struct arena *arena, const struct training_register *reg, const int64_t *online,
                   const int64_t *on_site, struct random_state *random, struct sessions *out_sessions);

#endif
