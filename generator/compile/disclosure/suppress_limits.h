/* What a reader knows by definition of counts of different measures, or of different breakdowns of one: who learns has
 * entered, nobody leaves who did not enter, who is 26 or older is no NEET. Each is a limit: the smaller counts together
 * are never more than the larger ones.
 *
 * Where the counts themselves exceed a limit (files tell of an exit without its entry), it is none: who took it for
 * granted there would rule out the truth.
 */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SUPPRESS_LIMITS_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SUPPRESS_LIMITS_H

#include <stdint.h>

#include "gencarto/base/arena.h"
#include "gencarto/compile/cube/tables.h"

struct suppression_system;

struct system_limit {
    uint32_t first, count; /* in terms */
    bool in_quarter;       /* holds of the flows of one quarter too, not of cumulative counts alone */
    bool is_stock;         /* what it leaves is published itself: those who are present */
};

struct limit_term {
    uint32_t cell;
    int32_t sign; /* 1 of a smaller count, -1 of a larger one */
};

struct system_limits {
    struct system_limit *items;
    uint32_t count;
    struct limit_term *terms;
    size_t term_count;
    uint32_t *first_of; /* [cell]: its limits are limits_of[first_of[cell] .. first_of[cell + 1]] */
    uint32_t *limits_of;
};

/* The limits between the cells of a system whose cells are numbered, in the arena. */
void limits_make(struct system_limits *limits, struct arena *arena, const struct suppression_system *system,
                 const struct geography *geography);

/* What amounts ([cell]) add to the smaller side, less what they add to the larger one. */
int64_t limits_excess(const struct system_limits *limits, uint32_t limit, const int32_t *amounts);

/* What cumulative counts leave: of a stock, those who are present. Negative where they exceed the limit. */
int64_t limits_rest(const struct system_limits *limits, uint32_t limit, const int64_t *sums);

/* The room of a limit that is none. */
#define LIMITS_UNBOUNDED INT32_MAX

/* By how much the smaller side may grow, at least 0: in the flows of a quarter, and in the cumulative counts. */
int64_t limits_flow_room(const struct system_limits *limits, uint32_t limit, const int32_t *flows);
int64_t limits_sum_room(const struct system_limits *limits, uint32_t limit, const int64_t *sums);

#endif
