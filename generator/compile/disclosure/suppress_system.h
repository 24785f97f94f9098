/* The published tables of all measures as one system of cells, equations and limits, the same in every quarter.
 *
 * A cell is one number of one quarter: a unit of a level, a category of a table. A row is an equation that anyone can
 * write from the list of tables: a whole is the sum of its parts (a region of its departments, a structure of its
 * trainings, a total of its categories, a breakdown of its cross). What is counted in two tables (completions, and
 * their outcomes) is one cell. A limit is what follows from the definitions of two measures or breakdowns
 * (suppress_limits.h). Time is no row: see suppress_pattern.h.
 */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SUPPRESS_SYSTEM_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SUPPRESS_SYSTEM_H

#include "gencarto/base/arena.h"
#include "gencarto/compile/cube/tables.h"
#include "suppress_limits.h"

struct system_cell {
    uint32_t table; /* of the system */
    uint32_t unit;
    uint16_t category;
    uint8_t level; /* enum entity_kind */
};

struct system_row {
    uint32_t first, count; /* in row_cells: the whole, then its parts; count >= 2 */
    bool is_category;      /* the parts are categories of one unit, not units of one category */
};

struct suppression_system {
    const struct published_table **tables; /* with the levels that are shown */
    const size_t *sources;                 /* [table] its place among those that were given */
    size_t table_count;
    uint32_t (*first_cell)[ENTITY_KINDS]; /* [table][level]; UINT32_MAX where not published */
    struct system_cell *cells;
    uint32_t cell_count;
    struct system_row *rows;
    uint32_t row_count;
    uint32_t *row_cells;
    size_t entry_count;
    struct system_limits limits;
};

/* The levels at which a table is shown. Learners and arrivals at all that are published; of the measures that count the
 * same persons once more, enrolments, entries and exits, the totals of the country and the regions alone: where
 * everybody who enrolled entered, or all who entered have left, one count would tell what another one hides. */
unsigned system_levels(const struct published_table *table);

/* The system of the tables, in the arena. The totals of completions and of their outcomes are the same cells. */
void system_make(struct suppression_system *system, struct arena *arena, const struct published_tables *tables);

/* Of learners a published 0 is 0, and what is hidden is known to be somebody. Of the measures that count the same
 * persons once more a 0 may be hidden as well: else a few who left would be told by the few who entered, where nobody
 * else did. */
bool system_hides_zeros(const struct suppression_system *system, uint32_t cell);

/* Where the flow of a cell is hidden, could it be `changed` in place of `flow`, for all a reader knows? It keeps its
 * sign: corrections, which take away, are known to have been made. */
bool system_takes(const struct suppression_system *system, uint32_t cell, int32_t flow, int32_t changed);

uint32_t system_index(const struct suppression_system *system, size_t table, enum entity_kind level, uint32_t unit,
                      int category);

/* The exact flows of the quarter, one a cell. */
void system_values(const struct suppression_system *system, int quarter, int32_t *out);

/* The coefficients of row `row` over its cells: -1 of the whole, 1 of a part. */
static inline int system_sign(const struct system_row *row, uint32_t entry)
{
    return entry == row->first ? -1 : 1;
}

#endif
