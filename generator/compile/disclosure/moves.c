#include "moves.h"

static bool may_change(const struct work *work, uint32_t unit)
{
    for (int c = 0; c < work->exact->categories; c++) {
        const struct work_cell *cell = work_cell(work, work->finest, unit, c);
        if (cell->exact != 0 || cell->shown != 0) {
            return true;
        }
    }
    return false;
}

/* Units exchange mostly within their region; regions within the country. */
static enum entity_kind group_kind(const struct work *work)
{
    return work->finest == ENTITY_TRAINING || work->finest == ENTITY_DEPARTMENT ? ENTITY_REGION : ENTITY_COUNTRY;
}

void pool_fill(struct pool *pool, struct work *work, struct arena *scratch)
{
    uint32_t units = work->geography->count[work->finest];
    uint32_t groups = work->geography->count[group_kind(work)];
    const uint32_t *place = work->place[group_kind(work)];
    *pool = (struct pool){.units = arena_array(scratch, uint32_t, units),
                          .group = arena_array(scratch, uint32_t, units),
                          .group_end = arena_array(scratch, uint32_t, units)};
    board_init(&pool->board, work, scratch);
    uint32_t *first = arena_array(scratch, uint32_t, (size_t)groups + 1);
    for (uint32_t unit = 0; unit < units; unit++) {
        first[place[unit] + 1] += may_change(work, unit);
    }
    for (uint32_t g = 0; g < groups; g++) {
        first[g + 1] += first[g];
    }
    pool->count = first[groups];
    uint32_t *next = arena_array(scratch, uint32_t, groups);
    for (uint32_t unit = 0; unit < units; unit++) {
        if (may_change(work, unit)) {
            uint32_t g = place[unit];
            uint32_t i = first[g] + next[g]++;
            pool->units[i] = unit;
            pool->group[i] = first[g];
            pool->group_end[i] = first[g + 1];
        }
    }
}

/* --- changes of a cross --- */

void swap_corners(struct search *search, uint32_t unit, struct corners at, int steps, struct change out[4])
{
    struct board *board = &search->pool.board;
    int columns = cube_dimensions[board->work->exact->second].value_count;
    out[0] = (struct change){board, unit, at.row * columns + at.column, -steps};
    out[1] = (struct change){board, unit, at.other_row * columns + at.other_column, -steps};
    out[2] = (struct change){board, unit, at.row * columns + at.other_column, steps};
    out[3] = (struct change){board, unit, at.other_row * columns + at.column, steps};
}

/* A category of the cross, from a value of margin `side` and one of the other margin. */
static int category_of(const struct work *cross, int side, int value, int other_value)
{
    int columns = cube_dimensions[cross->exact->second].value_count;
    return side == 0 ? value * columns + other_value : other_value * columns + value;
}

void transfer_along(struct search *search, struct transfer transfer, uint32_t unit, int steps, struct change out[4])
{
    struct board *margin = &search->margins[transfer.side].board;
    struct board *board = &search->pool.board;
    const struct work *cross = board->work;
    uint32_t place = margin->work->place[cross->finest][unit];
    out[0] = (struct change){margin, unit, transfer.from, -steps};
    out[1] = (struct change){margin, unit, transfer.into, steps};
    out[2] = (struct change){board, place, category_of(cross, transfer.side, transfer.from, transfer.value), -steps};
    out[3] = (struct change){board, place, category_of(cross, transfer.side, transfer.into, transfer.value), steps};
}

int values_beside(const struct search *search, int side)
{
    return search->pool.board.work->exact->categories / search->margins[side].board.work->exact->categories;
}
