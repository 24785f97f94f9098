/* One table while it is protected, quarter after quarter: for each cell what it is owed and what is shown of it. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_WORK_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_WORK_H

#include "gencarto/base/arena.h"
#include "gencarto/compile/cube/tables.h"

struct work_cell {
    int32_t owed;     /* exact cumulative - shown cumulative, this quarter included */
    int32_t exact;    /* flow of the quarter */
    int32_t shown;    /* flow of the quarter, a multiple of the base */
    int8_t shift;     /* drawn: the cell is rounded as if its exact cumulative were that much more */
    bool is_eligible; /* the exact cumulative is not 0 */
};

struct work {
    const struct geography *geography;
    const struct published_table *exact;
    struct published_table *protected_table;
    int base;
    enum entity_kind finest;
    uint32_t *place[ENTITY_KINDS];         /* [finest unit]: the unit of that level it is part of, or GEOGRAPHY_NONE */
    struct work_cell *cells[ENTITY_KINDS]; /* [unit][category]; NULL where the table has no such level */
};

void work_init(struct work *work, struct arena *scratch, const struct geography *geography, int base,
               const struct published_table *exact, struct published_table *protected_table);

/* Adds the exact flows of the quarter to what is owed; nothing is shown yet. */
void work_begin_quarter(struct work *work, int quarter);

/* Writes what is shown into the protected table. */
void work_end_quarter(const struct work *work, int quarter);

/* Shows `persons` more (or less) in that one cell, not in those it is part of. */
void work_show(struct work *work, enum entity_kind level, uint32_t unit, int category, int64_t persons);

/* Whole steps shown of a cell. */
int64_t work_steps(const struct work *work, enum entity_kind level, uint32_t unit, int category);

/* The cells of all levels above the finest become sums of those of the finest. */
void work_sum_up(struct work *work);

/* Shows what `other`, of the same totals, shows in this quarter. */
void work_copy(struct work *work, const struct work *other);

struct work_cell *work_cell(const struct work *work, enum entity_kind level, uint32_t unit, int category);

#endif
