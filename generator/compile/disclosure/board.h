/* A table as the search sees it: for each cell, at all levels, what one step more and one step less of it would cost.
 * A move is weighed by adding up a few of these; only one that is made computes costs. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_BOARD_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_BOARD_H

#include "work.h"

struct board {
    struct work *work;
    int levels;
    uint32_t *at; /* [finest unit][level]: first cell, in work->all, of the place it is part of; the finest is last */
    int64_t *prices; /* [cell of work->all][0: a step less, 1: a step more] */
    uint8_t *kinds;  /* [cell]: its level, or ENTITY_KINDS for what belongs to no place */
};

/* One step of one category of a finest unit, and of all places it is part of. */
struct change {
    struct board *board;
    uint32_t unit;
    int category;
    int steps; /* 1 or -1 */
};

void board_init(struct board *board, struct work *work, struct arena *scratch);

/* What an error of one base in the cumulative count of a cell of weight 1 costs, the tail apart. */
int64_t board_unit(int base);

/* Nobody is shown where nobody was, and no more is taken back than was shown. */
bool change_is_possible(struct change change);
bool changes_are_possible(const struct change *changes, int count);

/* What changes of different cells cost together. */
int64_t board_cost(const struct change *changes, int count);

/* The same where the second half of the changes are the opposite ones, in the same order, of other units: where both
 * are of one cell nothing changes. */
int64_t board_exchange_cost(const struct change *changes, int count);

void board_change(const struct change *changes, int count);

#endif
