/* What the search draws from: the units of a table that may change, and the changes that keep every sum. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_MOVES_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_MOVES_H

#include "board.h"
#include "draw.h"

#define CHANGES_MAX 8

/* Finest units of a table that may change in this quarter, group after group. */
struct pool {
    struct board board;
    uint32_t *units;
    uint32_t *group; /* [index of units]: where its group begins, and ends */
    uint32_t *group_end;
    uint32_t count; /* 0: none of its cells may change */
};

struct search {
    struct pool pool;
    struct pool margins[2]; /* of a cross: breakdowns that may move along */
    struct draws *draws;
    int64_t threshold;
    int64_t repairs_left; /* moves that may still be weighed (repair.h) */
};

void pool_fill(struct pool *pool, struct work *work, struct arena *scratch);

/* Two rows and two columns of a cross. */
struct corners {
    int row, column, other_row, other_column;
};

/* One step from the corners (row, column) and (other row, other column) to the two others, of one unit; `steps` -1: the
 * other way. */
void swap_corners(struct search *search, uint32_t unit, struct corners at, int steps, struct change out[4]);

/* One step of a breakdown from a value into another, of those who have `value` of the other breakdown. */
struct transfer {
    int side; /* margin */
    int from, into, value;
};

/* The transfer in the margin, for a unit of it, and in the cross that keeps it its margin, which are out[2] and out[3];
 * `steps` -1: the other way. */
void transfer_along(struct search *search, struct transfer transfer, uint32_t unit, int steps, struct change out[4]);

/* Values of the breakdown beside margin `side`. */
int values_beside(const struct search *search, int side);

#endif
