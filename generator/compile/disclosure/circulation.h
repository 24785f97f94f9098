/* Changes of a quarter's counts that keep every equation: what makes two worlds look the same to a reader.
 *
 * The least costly one is a linear program (Kelly, Golden and Assad 1992: a cell is protected when such a change moves
 * it; what the change touches has to be hidden). GLPK solves it, from the optimum before; nothing else calls GLPK.
 *
 *     struct circulation *problem = circulation_open(&glpk, &system, values, sums, base);
 *     circulation_cost(problem, cell, 40);              // of hiding it; 0 for what is hidden anyway
 *     if (circulation_find(problem, cell, base - 1, &change)) ...
 *     circulation_close(problem);
 */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_CIRCULATION_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_CIRCULATION_H

#include "glpk_library.h"
#include "suppress_system.h"

struct circulation;

/* Whole changes of some cells; the others stay. */
struct change {
    const uint32_t *cells; /* ascending */
    const int32_t *amounts;
    uint32_t count;
};

/* A cell can change up by no more than `limit`, and down to no less than 1: what is hidden of learners is known to be
 * somebody, and their 0 stays 0; of other measures 0 may be hidden too (system_hides_zeros). A negative count (a
 * correction) stays one, and its cumulative count, in `sums`, is not taken below 0. Limits hold, in this quarter and up
 * to its end. `glpk` outlives it. */
struct circulation *circulation_open(const struct glpk *glpk, const struct suppression_system *system,
                                     const int32_t *values, const int64_t *sums, int limit);
void circulation_close(struct circulation *problem);

/* The change of least cost that, together with `open`, made in former quarters, leaves no cumulative count below 0 and
 * no limit exceeded. As circulation_find. */
bool circulation_mend(struct circulation *problem, const struct change *open, struct change *out);

/* The change of least cost that adds `amount` to what a limit leaves (suppress_limits.h). As circulation_find. */
bool circulation_find_stock(struct circulation *problem, uint32_t limit, int amount, struct change *out);

/* All costs are 1 at first; at least 0. */
void circulation_cost(struct circulation *problem, uint32_t cell, double cost);

/* The change of least cost that raises `cell` by `amount` (lowers it when negative); its arrays hold until the next
 * call. False when there is none, or no whole one was found. */
bool circulation_find(struct circulation *problem, uint32_t cell, int amount, struct change *out);

#endif
