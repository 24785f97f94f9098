#include "search.h"

#include "moves.h"
#include "repair.h"

#define PASSES      12
#define COLD_PASSES 4         /* the last ones: only moves that cost nothing */
#define MOVES_MAX   (1 << 15) /* of a pass: in a table of many thousand units the start is near already */
#define FAR         3         /* one neighbour in that many is drawn from the whole country */

#define SHIFTED_BELOW 4 /* bases: larger counts say little of one person, and are not shifted */

/* A unit, and another one or that one itself. */
static void draw_units(const struct pool *pool, struct draws *draws, uint32_t *out_unit, uint32_t *out_other)
{
    uint32_t index = draws_below(draws, pool->count);
    bool is_far = draws_below(draws, FAR) == 0;
    uint32_t first = is_far ? 0 : pool->group[index];
    uint32_t end = is_far ? pool->count : pool->group_end[index];
    *out_unit = pool->units[index];
    *out_other = pool->units[first + draws_below(draws, end - first)];
}

/* Two different numbers below `count`. */
static void draw_pair(struct draws *draws, int count, int *out_a, int *out_b)
{
    uint32_t pair = draws_below(draws, (uint32_t)(count * (count - 1)));
    *out_a = (int)pair / (count - 1);
    *out_b = (int)pair % (count - 1);
    *out_b += *out_b >= *out_a;
}

/* --- moves --- */

/* Makes all the changes, unless together they cost more than the threshold. */
static void try_changes(const struct search *search, const struct change *changes, int count)
{
    if (board_cost(changes, count) <= search->threshold) {
        board_change(changes, count);
    }
}

/* The same for changes whose second half are the opposite ones of another unit. */
static void try_exchange(const struct search *search, const struct change *changes, int count)
{
    if (board_exchange_cost(changes, count) <= search->threshold) {
        board_change(changes, count);
    }
}

static void move_total(struct search *search)
{
    struct board *board = &search->pool.board;
    uint32_t kind = draws_below(search->draws, 4);
    uint32_t unit, other;
    draw_units(&search->pool, search->draws, &unit, &other);
    struct change changes[] = {{board, unit, 0, kind == 0 ? 1 : -1}, {board, other, 0, 1}};
    if (kind < 2 && change_is_possible(changes[0])) {
        try_changes(search, changes, 1);
    } else if (kind >= 2 && other != unit && change_is_possible(changes[0]) && change_is_possible(changes[1])) {
        try_exchange(search, changes, 2);
    }
}

static void move_breakdown(struct search *search)
{
    struct board *board = &search->pool.board;
    uint32_t unit, other;
    int from, into;
    draw_units(&search->pool, search->draws, &unit, &other);
    draw_pair(search->draws, board->work->exact->categories, &from, &into);
    struct change changes[] = {
        {board, unit, from, -1}, {board, unit, into, 1}, {board, other, from, 1}, {board, other, into, -1}};
    if (!changes_are_possible(changes, 2)) {
        return;
    }
    if (other == unit || draws_below(search->draws, 2) == 0) {
        try_changes(search, changes, 2);
    } else if (changes_are_possible(changes + 2, 2)) {
        try_exchange(search, changes, 4);
    }
}

/* Between two rows and two columns. */
static void move_swap(struct search *search)
{
    const struct published_table *table = search->pool.board.work->exact;
    uint32_t unit, other;
    struct corners at;
    struct change changes[CHANGES_MAX];
    draw_units(&search->pool, search->draws, &unit, &other);
    draw_pair(search->draws, cube_dimensions[table->first].value_count, &at.row, &at.other_row);
    draw_pair(search->draws, cube_dimensions[table->second].value_count, &at.column, &at.other_column);
    swap_corners(search, unit, at, 1, changes);
    if (!changes_are_possible(changes, 4)) {
        return;
    }
    if (other == unit || draws_below(search->draws, 2) == 0) {
        try_changes(search, changes, 4);
        return;
    }
    swap_corners(search, other, at, -1, changes + 4);
    if (changes_are_possible(changes + 4, 4)) {
        try_exchange(search, changes, 8);
    }
}

/* Alone, or against the opposite one elsewhere. */
static void move_along(struct search *search, int side)
{
    const struct pool *margin = &search->margins[side];
    const struct work *work = margin->board.work;
    uint32_t unit, other;
    struct transfer transfer = {.side = side};
    struct change changes[CHANGES_MAX];
    draw_units(margin, search->draws, &unit, &other);
    draw_pair(search->draws, work->exact->categories, &transfer.from, &transfer.into);
    transfer.value = (int)draws_below(search->draws, (uint32_t)values_beside(search, side));
    transfer_along(search, transfer, unit, 1, changes);
    if (!changes_are_possible(changes, 4)) {
        return;
    }
    if (changes[2].unit == work->place[search->pool.board.work->finest][other] || draws_below(search->draws, 2) == 0) {
        try_changes(search, changes, 4);
        return;
    }
    transfer.value = (int)draws_below(search->draws, (uint32_t)values_beside(search, side));
    transfer_along(search, transfer, other, -1, changes + 4);
    if (changes_are_possible(changes + 4, 4)) {
        try_exchange(search, changes, 8);
    }
}

static void move_cross(struct search *search)
{
    uint32_t kind = draws_below(search->draws, 4);
    if (kind >= 2 || search->margins[kind].count == 0) {
        move_swap(search);
        return;
    }
    int64_t threshold = search->threshold; /* margins have been searched: they move only for what gets better */
    search->threshold = 0;
    move_along(search, (int)kind);
    search->threshold = threshold;
}

/* `moves_each`: per cell of a unit and pass. */
static void run(struct search *search, void (*move)(struct search *search), int moves_each)
{
    const struct work *work = search->pool.board.work;
    int64_t square = board_unit(work->base);
    for (int pass = 0; search->pool.count > 0 && pass < PASSES; pass++) {
        int heat = PASSES - COLD_PASSES - pass;
        search->threshold = heat > 0 ? square * heat / (PASSES - COLD_PASSES) : 0;
        int64_t moves = (int64_t)search->pool.count * work->exact->categories * moves_each;
        for (int64_t i = 0; i < moves && i < MOVES_MAX; i++) {
            move(search);
        }
    }
}

static void run_one(struct work *work, struct draws *draws, struct arena *scratch, void (*move)(struct search *search),
                    int moves_each, void (*repair)(struct search *search))
{
    struct arena_mark mark = arena_save(scratch);
    struct search search = {.draws = draws};
    pool_fill(&search.pool, work, scratch);
    run(&search, move, moves_each);
    if (repair != NULL) {
        repair(&search);
    }
    arena_restore(scratch, mark);
}

void search_totals(struct work *work, struct draws *draws, struct arena *scratch)
{
    run_one(work, draws, scratch, move_total, 4, NULL);
}

void search_breakdown(struct work *work, struct draws *draws, struct arena *scratch)
{
    run_one(work, draws, scratch, move_breakdown, 2, repair_breakdown);
}

void search_cross(struct work *work, struct work *const margins[2], struct draws *draws, struct arena *scratch)
{
    struct arena_mark mark = arena_save(scratch);
    struct search search = {.draws = draws};
    pool_fill(&search.pool, work, scratch);
    for (int side = 0; side < 2; side++) {
        if (margins[side] != NULL) {
            pool_fill(&search.margins[side], margins[side], scratch);
        }
    }
    run(&search, move_cross, 8);
    repair_cross(&search);
    arena_restore(scratch, mark);
}

/* --- shifts --- */

static void draw_shifts(struct work *work, const struct draws *draws)
{
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        struct str code = work->geography->codes[work->finest][unit];
        for (int c = 0; c < work->exact->categories; c++) {
            struct work_cell *cell = work_cell(work, work->finest, unit, c);
            int64_t count = (int64_t)cell->owed + cell->state + cell->shown;
            bool is_small = cell->exact != 0 && count < SHIFTED_BELOW * work->base;
            cell->shift = is_small ? (int8_t)draws_shift(draws, code, c, work->base) : 0;
        }
    }
}

/* A department, structure or region would pull the few parts of it that move back to the exact count: one to itself,
 * two such as 1 and 4 to 0 and 5, always the same way. It takes over the shifts of so many of them at most; of one
 * where departments are the finest, whose shares want exact margins more. */
#define HANDED_UP_OF_TRAININGS   3
#define HANDED_UP_OF_DEPARTMENTS 1

static void hand_up(struct work *work, enum entity_kind level, struct arena *scratch)
{
    int categories = work->exact->categories;
    uint32_t most = work->finest == ENTITY_TRAINING ? HANDED_UP_OF_TRAININGS : HANDED_UP_OF_DEPARTMENTS;
    struct arena_mark mark = arena_save(scratch);
    uint32_t *parts = arena_array(scratch, uint32_t, (size_t)work->geography->count[level] * (size_t)categories);
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        uint32_t into = work->place[level][unit];
        for (int c = 0; into != GEOGRAPHY_NONE && c < categories; c++) {
            const struct work_cell *part = work_cell(work, work->finest, unit, c);
            struct work_cell *cell = work_cell(work, level, into, c);
            uint32_t *count = &parts[(size_t)into * (size_t)categories + (size_t)c];
            *count += part->exact != 0;
            cell->shift = *count > most ? 0 : (int8_t)(cell->shift + (part->exact != 0 ? part->shift : 0));
        }
    }
    arena_restore(scratch, mark);
}

void search_shift(struct work *work, const struct draws *draws, struct arena *scratch)
{
    if (work->finest != ENTITY_TRAINING && work->finest != ENTITY_DEPARTMENT) {
        return;
    }
    draw_shifts(work, draws);
    static const enum entity_kind levels[] = {ENTITY_DEPARTMENT, ENTITY_STRUCTURE, ENTITY_REGION};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (work->cells[levels[i]] != NULL && levels[i] != work->finest) {
            hand_up(work, levels[i], scratch);
        }
    }
}
