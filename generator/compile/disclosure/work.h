/* One table while it is protected, quarter after quarter: for each cell what it is owed and what is shown of it. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_WORK_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_WORK_H

#include "gencarto/base/arena.h"
#include "gencarto/compile/cube/tables.h"

struct work_cell {
    int32_t owed;     /* exact cumulative - shown cumulative, this quarter included */
    int32_t exact;    /* change of the exact cumulative in this release; 0: the truth did not move */
    int32_t shown;    /* flow of the quarter, a multiple of the base */
    int32_t state;    /* shown cumulative before this quarter: no more than that can be taken back */
    int32_t floor;    /* shown before anything is shared out: what moved with trainings, what was taken back */
    int8_t shift;     /* drawn: the cell is rounded as if its exact cumulative were that much more */
    bool is_eligible; /* the exact cumulative is not 0 */
};

struct work {
    const struct geography *geography;
    const struct published_table *exact; /* flows of the releases */
    struct published_table *protected_table;
    int base;
    enum entity_kind finest;
    uint32_t *place[ENTITY_KINDS];         /* [finest unit]: the unit of that level it is part of, or GEOGRAPHY_NONE */
    struct work_cell *cells[ENTITY_KINDS]; /* [unit][category], in `all`; NULL where the table has no such level */
    struct work_cell *all;                 /* of all levels, and `categories` that belong to no place */
    size_t cell_count;                     /* of these, the last ones included */
    /* Of a table of trainings: [unit], states that trainings bring or take along as they change place in this quarter;
     * NULL where none does. */
    int32_t *moved[ENTITY_KINDS];
};

void work_init(struct work *work, struct arena *scratch, const struct geography *geography, int base,
               const struct published_table *exact, struct published_table *protected_table);

/* Adds the exact flows of the quarter to what is owed; nothing is shown yet but what moved with trainings. */
void work_begin_quarter(struct work *work, int quarter);

/* Writes what is shown into the protected table. */
void work_end_quarter(const struct work *work, int quarter);

/* Goes past a quarter that was published: shows what it showed, and writes it. */
void work_pass_quarter(struct work *work, int quarter, const struct published_table *shown);

/* The exact flows of a past quarter have become `exact`: their changes are owed, and shown on top of what the quarter
 * showed. False when there is no change. */
bool work_begin_restatement(struct work *work, int quarter, const struct published_table *exact);
void work_end_restatement(const struct work *work, int quarter);

/* After restatements: the states of the end of that many quarters. */
void work_gather_states(struct work *work, int quarters);

/* What is shown now is the floor. */
void work_set_floor(struct work *work);

/* Whole steps shown above the floor. */
int64_t work_added(const struct work *work, enum entity_kind level, uint32_t unit, int category);

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
