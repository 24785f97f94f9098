/* What is hidden of the counts of persons, quarter after quarter, and why no reader can undo it.
 *
 * Proof by worlds. A world is another set of whole counts of all measures, none below 1 where one of learners is
 * hidden, none below 0, that keeps every limit between them and prints the same everywhere: in every table, level,
 * quarter and release. For each hidden flow, and each hidden cumulative figure, there are worlds base - 1 apart or
 * more, one of them with at least the base. The pattern is made of such worlds (struct world): no solver is trusted, a
 * world is checked by adding up.
 *
 * A world changes the flows of a quarter (a circulation: all equations of that quarter hold), and with them the
 * cumulative figures of these cells, which are hidden too: the difference of two published ones is a flow. A later
 * quarter may take the change back, where its cells have enough to move in the other direction: their flows of that
 * quarter are hidden as well, and their cumulative figures are published again. Where a later correction takes more
 * away than a world left, or more persons leave than entered in it, the world gives some of it back in that quarter. A
 * quarter is decided with what is known up to it, so that a release never hides or shows differently what a former one
 * printed.
 */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SUPPRESS_PATTERN_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SUPPRESS_PATTERN_H

#include "circulation.h"
#include "gencarto/compile/disclosure/suppress.h"

struct world_part {
    struct change change; /* of the flows of `quarter` */
    int quarter;
};

struct world {
    struct change open;       /* all parts together: of the cumulative figures now */
    struct world_part *parts; /* by quarter; with a closed one the last takes back all others */
    size_t part_count;
    bool is_closed;
};

struct pattern {
    const struct glpk *glpk;
    const struct suppression_system *system;
    struct arena *arena;
    int base, quarters;
    int32_t **values;     /* [quarter][cell] */
    int64_t **sums;       /* [quarter][cell]: cumulative */
    uint8_t **flow;       /* [quarter][cell]: enum suppression_reason */
    bool **sum_is_hidden; /* [quarter][cell]: the cumulative figure */
    struct world *worlds;
    size_t world_count, world_capacity;
    int64_t solved; /* linear programs, for the record */
};

/* False when the pattern could not be made whole, with the quarter that failed. */
bool pattern_make(struct pattern *pattern, struct arena *arena, const struct glpk *glpk,
                  const struct suppression_system *system, int base, int quarters, int *out_quarter);

/* Checks each world against the pattern, and that each hidden figure has one: no solver, whole numbers only. */
bool pattern_verify(const struct pattern *pattern);

#endif
