#include "search.h"

/* What a cell costs, in squared persons x 25: the error of its cumulative count counts three times, that of its flow
 * once; beyond a tail both grow faster. */
#define WEIGHT_CUMULATIVE 3
#define WEIGHT_FLOW       1
#define WEIGHT_TAIL       100
#define WEIGHT_STILL      16
#define WEIGHT_MARGIN     16 /* of all tables but crosses: shares are made of them */
#define TAIL              6  /* in fifths of a base */

/* A cell of a larger place weighs more: more readers, and its shares are published. The tail of its cumulative count
 * may begin earlier: one-way figures of the country stay within a base. */
static const struct {
    int weight;
    int tail; /* in fifths of a base */
} level_costs[ENTITY_KINDS] = {
    [ENTITY_COUNTRY] = {16, 4},     [ENTITY_REGION] = {6, TAIL},   [ENTITY_DEPARTMENT] = {2, TAIL},
    [ENTITY_STRUCTURE] = {2, TAIL}, [ENTITY_TRAINING] = {2, TAIL},
};

#define PASSES      12
#define COLD_PASSES 4 /* the last ones: only moves that cost nothing */
#define CHANGES_MAX 8
#define MOVES_MAX   (1 << 15) /* of a pass: in a table of many thousand units the start is near already */
#define FAR         3         /* one neighbour in that many is drawn from the whole country */

struct change {
    struct work *work;
    uint32_t unit;
    int category;
    int steps;
};

/* Finest units of a table that may change in this quarter, group after group. */
struct pool {
    struct work *work; /* NULL: none of its cells may change */
    uint32_t *units;
    uint32_t *group; /* [index of units]: where its group begins, and ends */
    uint32_t *group_end;
    uint32_t count;
};

struct search {
    struct pool pool;
    struct pool margins[2]; /* of a cross: breakdowns that may move along */
    struct draws *draws;
    int64_t threshold;
};

/* --- cost --- */

static int64_t error_cost(int64_t error, int base, int tail)
{
    int64_t beyond = 5 * (error < 0 ? -error : error) - (int64_t)tail * base;
    return 25 * error * error + (beyond > 0 ? WEIGHT_TAIL * beyond * beyond : 0);
}

static int64_t cell_cost(const struct work_cell *cell, int base, int tail)
{
    int64_t moved = cell->shown < 0 ? -cell->shown : cell->shown;
    int64_t still = cell->exact == 0 ? INT64_C(25) * WEIGHT_STILL * base * moved : 0;
    return WEIGHT_CUMULATIVE * error_cost((int64_t)cell->owed + cell->shift, base, tail) +
           WEIGHT_FLOW * error_cost((int64_t)cell->exact - cell->shown, base, TAIL) + still;
}

/* Makes the change at all levels; what it costs. */
static int64_t change_apply(struct change change)
{
    struct work *work = change.work;
    int64_t cost = 0;
    int weight = work->exact->dimension_count == 2 ? 1 : WEIGHT_MARGIN;
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (work->cells[level] == NULL || work->place[level][change.unit] == GEOGRAPHY_NONE) {
            continue;
        }
        struct work_cell *cell = work_cell(work, level, work->place[level][change.unit], change.category);
        int tail = level_costs[level].tail;
        int64_t before = cell_cost(cell, work->base, tail);
        int32_t persons = change.steps * work->base;
        cell->shown += persons;
        cell->owed -= persons;
        cost += weight * level_costs[level].weight * (cell_cost(cell, work->base, tail) - before);
    }
    return cost;
}

static bool is_possible(struct change change)
{
    const struct work_cell *cell = work_cell(change.work, change.work->finest, change.unit, change.category);
    if (change.steps > 0) {
        return cell->is_eligible || cell->shown < 0;
    }
    return cell->state + cell->shown > 0 && (cell->shown > 0 || cell->exact < 0);
}

/* Makes all the changes, unless one is impossible or together they cost more than the threshold. */
static void try_changes(const struct search *search, struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_possible(changes[i])) {
            return;
        }
    }
    int64_t cost = 0;
    for (size_t i = 0; i < count; i++) {
        cost += change_apply(changes[i]);
    }
    for (size_t i = 0; cost > search->threshold && i < count; i++) {
        changes[i].steps = -changes[i].steps;
        change_apply(changes[i]);
    }
}

/* --- the units --- */

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

static void pool_fill(struct pool *pool, struct work *work, struct arena *scratch)
{
    uint32_t units = work->geography->count[work->finest];
    uint32_t groups = work->geography->count[group_kind(work)];
    const uint32_t *place = work->place[group_kind(work)];
    *pool = (struct pool){.work = work,
                          .units = arena_array(scratch, uint32_t, units),
                          .group = arena_array(scratch, uint32_t, units),
                          .group_end = arena_array(scratch, uint32_t, units)};
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

static void move_total(struct search *search)
{
    struct work *work = search->pool.work;
    uint32_t unit, other;
    draw_units(&search->pool, search->draws, &unit, &other);
    uint32_t kind = draws_below(search->draws, 4);
    struct change changes[] = {{work, unit, 0, kind == 0 ? 1 : -1}, {work, other, 0, 1}};
    if (kind < 2) {
        try_changes(search, changes, 1);
    } else if (other != unit) {
        try_changes(search, changes, 2);
    }
}

static void move_breakdown(struct search *search)
{
    struct work *work = search->pool.work;
    uint32_t unit, other;
    int from, into;
    draw_units(&search->pool, search->draws, &unit, &other);
    draw_pair(search->draws, work->exact->categories, &from, &into);
    struct change changes[] = {
        {work, unit, from, -1}, {work, unit, into, 1}, {work, other, into, -1}, {work, other, from, 1}};
    try_changes(search, changes, draws_below(search->draws, 2) == 0 || other == unit ? 2 : 4);
}

/* Between two rows and two columns. */
static void move_swap(struct search *search)
{
    struct work *work = search->pool.work;
    int columns = cube_dimensions[work->exact->second].value_count;
    uint32_t unit, other;
    int r1, r2, c1, c2;
    draw_units(&search->pool, search->draws, &unit, &other);
    draw_pair(search->draws, cube_dimensions[work->exact->first].value_count, &r1, &r2);
    draw_pair(search->draws, columns, &c1, &c2);
    int a = r1 * columns + c1, b = r2 * columns + c2, c = r1 * columns + c2, d = r2 * columns + c1;
    struct change changes[CHANGES_MAX] = {{work, unit, a, -1}, {work, unit, b, -1},  {work, unit, c, 1},
                                          {work, unit, d, 1},  {work, other, c, -1}, {work, other, d, -1},
                                          {work, other, a, 1}, {work, other, b, 1}};
    try_changes(search, changes, draws_below(search->draws, 2) == 0 || other == unit ? 4 : 8);
}

/* A category of the cross, from a value of margin `side` and one of the other margin. */
static int category_of(const struct work *cross, int side, int value, int other_value)
{
    int columns = cube_dimensions[cross->exact->second].value_count;
    return side == 0 ? value * columns + other_value : other_value * columns + value;
}

/* A transfer between two categories of a breakdown, with one in the cross that keeps it its margin; alone or against
 * the opposite one elsewhere. */
static void move_along(struct search *search, int side)
{
    const struct pool *margin = &search->margins[side];
    struct work *cross = search->pool.work;
    uint32_t unit, other;
    int from, into;
    draw_units(margin, search->draws, &unit, &other);
    draw_pair(search->draws, margin->work->exact->categories, &from, &into);
    uint32_t others = (uint32_t)(cross->exact->categories / margin->work->exact->categories);
    int value = (int)draws_below(search->draws, others);
    int other_value = (int)draws_below(search->draws, others);
    uint32_t place = margin->work->place[cross->finest][unit];
    uint32_t other_place = margin->work->place[cross->finest][other];
    struct change changes[CHANGES_MAX] = {
        {margin->work, unit, from, -1},
        {margin->work, unit, into, 1},
        {cross, place, category_of(cross, side, from, value), -1},
        {cross, place, category_of(cross, side, into, value), 1},
        {margin->work, other, into, -1},
        {margin->work, other, from, 1},
        {cross, other_place, category_of(cross, side, into, other_value), -1},
        {cross, other_place, category_of(cross, side, from, other_value), 1},
    };
    try_changes(search, changes, draws_below(search->draws, 2) == 0 || place == other_place ? 4 : 8);
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
    const struct work *work = search->pool.work;
    int64_t square = INT64_C(25) * WEIGHT_MARGIN * work->base * work->base;
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
                    int moves_each)
{
    struct arena_mark mark = arena_save(scratch);
    struct search search = {.draws = draws};
    pool_fill(&search.pool, work, scratch);
    run(&search, move, moves_each);
    arena_restore(scratch, mark);
}

void search_totals(struct work *work, struct draws *draws, struct arena *scratch)
{
    run_one(work, draws, scratch, move_total, 4);
}

void search_breakdown(struct work *work, struct draws *draws, struct arena *scratch)
{
    run_one(work, draws, scratch, move_breakdown, 2);
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
    arena_restore(scratch, mark);
}

/* --- shifts --- */

static void draw_shifts(struct work *work, const struct draws *draws)
{
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        struct str code = work->geography->codes[work->finest][unit];
        for (int c = 0; c < work->exact->categories; c++) {
            struct work_cell *cell = work_cell(work, work->finest, unit, c);
            cell->shift = cell->exact == 0 ? 0 : (int8_t)draws_shift(draws, code, c, work->base);
        }
    }
}

/* A department, structure or region with one part that moves would pull it back to the exact count: it takes over the
 * shift of that part. */
static void hand_up(struct work *work, enum entity_kind level, struct arena *scratch)
{
    int categories = work->exact->categories;
    struct arena_mark mark = arena_save(scratch);
    uint32_t *parts = arena_array(scratch, uint32_t, (size_t)work->geography->count[level] * (size_t)categories);
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        uint32_t into = work->place[level][unit];
        for (int c = 0; into != GEOGRAPHY_NONE && c < categories; c++) {
            const struct work_cell *part = work_cell(work, work->finest, unit, c);
            struct work_cell *cell = work_cell(work, level, into, c);
            uint32_t *count = &parts[(size_t)into * (size_t)categories + (size_t)c];
            *count += part->exact != 0;
            cell->shift = *count > 1 ? 0 : part->exact != 0 ? part->shift : cell->shift;
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
