#include "repair.h"

#include <string.h>

/* How far off, in fifths of a base: of country, regions and crosses, and of smaller places. */
#define FAR_LARGE 4
#define FAR_SMALL 7

#define REPAIR_PASSES 3
#define REPAIRS_MAX   (1 << 18) /* moves weighed of a table in a quarter */

/* The best move found so far for a cell. */
struct attempt {
    struct change changes[CHANGES_MAX];
    int count;
    int64_t cost;
};

static void consider(struct search *search, const struct change *changes, int count, bool is_exchange,
                     struct attempt *best)
{
    int64_t cost = is_exchange ? board_exchange_cost(changes, count) : board_cost(changes, count);
    search->repairs_left--;
    if (cost < best->cost) {
        best->cost = cost;
        best->count = count;
        memcpy(best->changes, changes, (size_t)count * sizeof *changes);
    }
}

/* Swaps of the unit that give its cell at (row, column) `steps` more, alone and against the opposite ones elsewhere. */
static void consider_swaps(struct search *search, uint32_t unit, int row, int column, int steps, struct attempt *best)
{
    const struct published_table *table = search->pool.board.work->exact;
    const int rows = cube_dimensions[table->first].value_count;
    const int columns = cube_dimensions[table->second].value_count;
    struct change changes[CHANGES_MAX];
    for (int i = 0; i < rows * columns; i++) {
        struct corners at = {row, column, i / columns, i % columns};
        swap_corners(search, unit, at, -steps, changes);
        if (at.other_row == row || at.other_column == column || !changes_are_possible(changes, 4)) {
            continue;
        }
        consider(search, changes, 4, false, best);
        for (uint32_t k = 0; search->repairs_left > 0 && k < search->pool.count; k++) {
            swap_corners(search, search->pool.units[k], at, steps, changes + 4);
            if (search->pool.units[k] != unit && changes_are_possible(changes + 4, 4)) {
                consider(search, changes, 8, true, best);
            }
        }
    }
}

/* A transfer against the opposite one of every unit of other places. */
static void consider_exchanges(struct search *search, struct transfer transfer, struct change changes[CHANGES_MAX],
                               int steps, struct attempt *best)
{
    const struct pool *margin = &search->margins[transfer.side];
    const int values = values_beside(search, transfer.side);
    for (uint32_t k = 0; k < margin->count; k++) {
        for (transfer.value = 0; search->repairs_left > 0 && transfer.value < values; transfer.value++) {
            transfer_along(search, transfer, margin->units[k], -steps, changes + 4);
            if (changes[6].unit != changes[2].unit && changes_are_possible(changes + 4, 4)) {
                consider(search, changes, 8, true, best);
            }
        }
    }
}

/* Transfers in the margin that give the unit's cell at (value of the margin, other value) `steps` more. */
static void consider_transfers(struct search *search, uint32_t unit, int side, int value, int other_value, int steps,
                               struct attempt *best)
{
    const struct pool *margin = &search->margins[side];
    const struct board *board = &margin->board;
    const uint32_t *place = margin->count == 0 ? NULL : board->work->place[search->pool.board.work->finest];
    struct change changes[CHANGES_MAX];
    for (uint32_t k = 0; k < margin->count; k++) {
        for (int from = 0; place[margin->units[k]] == unit && from < board->work->exact->categories; from++) {
            struct transfer transfer = {side, from, value, other_value};
            transfer_along(search, transfer, margin->units[k], steps, changes);
            if (from != value && changes_are_possible(changes, 4)) {
                consider(search, changes, 4, false, best);
                consider_exchanges(search, transfer, changes, steps, best);
            }
        }
    }
}

/* Is the cumulative count of the cell so far off that it is worth a look at everything that could be done? */
static bool is_far(const struct work *work, enum entity_kind level, uint32_t place, int category)
{
    const struct work_cell *cell = work_cell(work, level, place, category);
    bool is_large = level == ENTITY_COUNTRY || level == ENTITY_REGION || work->exact->dimension_count == 2;
    int64_t error = (int64_t)cell->owed + cell->shift;
    return 5 * (error < 0 ? -error : error) > (int64_t)(is_large ? FAR_LARGE : FAR_SMALL) * work->base;
}

static void repair_cell(struct search *search, uint32_t unit, int category)
{
    const struct work *work = search->pool.board.work;
    const int columns = cube_dimensions[work->exact->second].value_count;
    const struct work_cell *cell = work_cell(work, work->finest, unit, category);
    const int row = category / columns, column = category % columns;
    const int steps = cell->owed + cell->shift > 0 ? 1 : -1;
    struct attempt best = {.cost = 0};
    consider_swaps(search, unit, row, column, steps, &best);
    consider_transfers(search, unit, 0, row, column, steps, &best);
    consider_transfers(search, unit, 1, column, row, steps, &best);
    board_change(best.changes, best.count);
}

/* A step of the unit from or into the category, alone and against the opposite one of every unit of another place. */
static void consider_transfer(struct search *search, uint32_t unit, const uint32_t *place, struct change changes[4],
                              struct attempt *best)
{
    consider(search, changes, 2, false, best);
    for (uint32_t k = 0; search->repairs_left > 0 && k < search->pool.count; k++) {
        uint32_t other = search->pool.units[k];
        for (int i = 0; i < 2; i++) {
            changes[2 + i] = changes[i];
            changes[2 + i].unit = other;
            changes[2 + i].steps = -changes[i].steps;
        }
        if (place[other] != place[unit] && changes_are_possible(changes + 2, 2)) {
            consider(search, changes, 4, true, best);
        }
    }
}

static void repair_place(struct search *search, enum entity_kind level, uint32_t place, int category)
{
    struct board *board = &search->pool.board;
    const struct work *work = board->work;
    const struct work_cell *cell = work_cell(work, level, place, category);
    const int steps = cell->owed + cell->shift > 0 ? 1 : -1;
    struct attempt best = {.cost = 0};
    for (uint32_t k = 0; k < search->pool.count; k++) {
        uint32_t unit = search->pool.units[k];
        for (int c = 0; work->place[level][unit] == place && c < work->exact->categories; c++) {
            struct change changes[4] = {{board, unit, category, steps}, {board, unit, c, -steps}};
            if (c != category && changes_are_possible(changes, 2)) {
                consider_transfer(search, unit, work->place[level], changes, &best);
            }
        }
    }
    board_change(best.changes, best.count);
}

void repair_breakdown(struct search *search)
{
    const struct work *work = search->pool.board.work;
    search->repairs_left = REPAIRS_MAX;
    for (int pass = 0; pass < REPAIR_PASSES; pass++) {
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            for (uint32_t place = 0; work->cells[level] != NULL && place < work->geography->count[level]; place++) {
                for (int c = 0; c < work->exact->categories; c++) {
                    if (is_far(work, level, place, c)) {
                        repair_place(search, level, place, c);
                    }
                }
            }
        }
    }
}

void repair_cross(struct search *search)
{
    const struct work *work = search->pool.board.work;
    search->repairs_left = REPAIRS_MAX;
    for (int pass = 0; pass < REPAIR_PASSES; pass++) {
        for (uint32_t i = 0; i < search->pool.count; i++) {
            for (int c = 0; c < work->exact->categories; c++) {
                if (is_far(work, work->finest, search->pool.units[i], c)) {
                    repair_cell(search, search->pool.units[i], c);
                }
            }
        }
    }
}
