#include "search.h"

/* What a cell costs, in squared persons x 25: the error of its cumulative count counts twice, that of its flow once;
 * beyond 1.2 bases both grow faster, which trims the tail. */
#define WEIGHT_CUMULATIVE 3
#define WEIGHT_FLOW       1
#define WEIGHT_TAIL       100
#define WEIGHT_STILL      16

/* A cell of a larger place weighs more: more readers, and its shares are published. */
static const int level_weights[ENTITY_KINDS] = {
    [ENTITY_COUNTRY] = 16, [ENTITY_REGION] = 6, [ENTITY_DEPARTMENT] = 2, [ENTITY_STRUCTURE] = 2, [ENTITY_TRAINING] = 2,
};

#define PASSES      12
#define COLD_PASSES 4 /* the last ones: only moves that cost nothing */
#define CHANGES_MAX 8
#define MOVES_MAX   (1 << 15) /* of a pass: in a table of many thousand units the start is near already */

struct change {
    uint32_t unit;
    int category;
    int steps;
};

struct search {
    struct work *work;
    struct draws *draws;
    uint32_t *units; /* finest units that may change in this quarter, group after group */
    uint32_t *group; /* [index of units]: where its group begins, and ends */
    uint32_t *group_end;
    uint32_t count;
    int64_t threshold;
};

/* --- cost --- */

static int64_t error_cost(int64_t error, int base)
{
    int64_t beyond = 5 * (error < 0 ? -error : error) - 6 * (int64_t)base;
    return 25 * error * error + (beyond > 0 ? WEIGHT_TAIL * beyond * beyond : 0);
}

static int64_t cell_cost(const struct work_cell *cell, int base)
{
    int64_t moved = cell->shown < 0 ? -cell->shown : cell->shown;
    int64_t still = cell->exact == 0 ? INT64_C(25) * WEIGHT_STILL * base * moved : 0;
    return WEIGHT_CUMULATIVE * error_cost((int64_t)cell->owed + cell->shift, base) +
           WEIGHT_FLOW * error_cost((int64_t)cell->exact - cell->shown, base) + still;
}

/* Makes the change at all levels; what it costs. */
static int64_t change_apply(struct work *work, struct change change)
{
    int64_t cost = 0;
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (work->cells[level] == NULL || work->place[level][change.unit] == GEOGRAPHY_NONE) {
            continue;
        }
        struct work_cell *cell = work_cell(work, level, work->place[level][change.unit], change.category);
        int64_t before = cell_cost(cell, work->base);
        int32_t persons = change.steps * work->base;
        cell->shown += persons;
        cell->owed -= persons;
        cost += level_weights[level] * (cell_cost(cell, work->base) - before);
    }
    return cost;
}

static bool is_possible(const struct work *work, struct change change)
{
    const struct work_cell *cell = work_cell(work, work->finest, change.unit, change.category);
    if (change.steps > 0) {
        return cell->is_eligible || cell->shown < 0;
    }
    return cell->state + cell->shown > 0 && (cell->shown > 0 || cell->exact < 0);
}

/* Makes all the changes, unless one is impossible or together they cost more than the threshold. */
static void try_changes(struct search *search, struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_possible(search->work, changes[i])) {
            return;
        }
    }
    int64_t cost = 0;
    for (size_t i = 0; i < count; i++) {
        cost += change_apply(search->work, changes[i]);
    }
    for (size_t i = 0; cost > search->threshold && i < count; i++) {
        changes[i].steps = -changes[i].steps;
        change_apply(search->work, changes[i]);
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

/* Units exchange within their region; regions within the country. */
static enum entity_kind group_kind(const struct work *work)
{
    return work->finest == ENTITY_TRAINING || work->finest == ENTITY_DEPARTMENT ? ENTITY_REGION : ENTITY_COUNTRY;
}

static void search_begin(struct search *search, struct work *work, struct draws *draws, struct arena *scratch)
{
    uint32_t units = work->geography->count[work->finest];
    uint32_t groups = work->geography->count[group_kind(work)];
    const uint32_t *place = work->place[group_kind(work)];
    *search = (struct search){.work = work,
                              .draws = draws,
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
    search->count = first[groups];
    uint32_t *next = arena_array(scratch, uint32_t, groups);
    for (uint32_t unit = 0; unit < units; unit++) {
        if (may_change(work, unit)) {
            uint32_t g = place[unit];
            uint32_t i = first[g] + next[g]++;
            search->units[i] = unit;
            search->group[i] = first[g];
            search->group_end[i] = first[g + 1];
        }
    }
}

static uint32_t draw_unit(struct search *search, uint32_t *out_index)
{
    *out_index = draws_below(search->draws, search->count);
    return search->units[*out_index];
}

/* Another unit of the group of the one at `index`, or that one itself. */
static uint32_t draw_neighbour(struct search *search, uint32_t index)
{
    uint32_t first = search->group[index];
    return search->units[first + draws_below(search->draws, search->group_end[index] - first)];
}

/* Two different numbers below `count`. */
static void draw_pair(struct search *search, int count, int *out_a, int *out_b)
{
    uint32_t pair = draws_below(search->draws, (uint32_t)(count * (count - 1)));
    *out_a = (int)pair / (count - 1);
    *out_b = (int)pair % (count - 1);
    *out_b += *out_b >= *out_a;
}

/* --- moves --- */

static void move_total(struct search *search)
{
    uint32_t index;
    uint32_t unit = draw_unit(search, &index);
    uint32_t kind = draws_below(search->draws, 4);
    struct change changes[] = {{unit, 0, kind == 0 ? 1 : -1}, {draw_neighbour(search, index), 0, 1}};
    if (kind < 2) {
        try_changes(search, changes, 1);
    } else if (changes[1].unit != unit) {
        try_changes(search, changes, 2);
    }
}

static void move_breakdown(struct search *search)
{
    uint32_t index;
    int from, into;
    uint32_t unit = draw_unit(search, &index);
    uint32_t other = draw_neighbour(search, index);
    draw_pair(search, search->work->exact->categories, &from, &into);
    struct change changes[] = {{unit, from, -1}, {unit, into, 1}, {other, into, -1}, {other, from, 1}};
    try_changes(search, changes, draws_below(search->draws, 2) == 0 || other == unit ? 2 : 4);
}

static void move_cross(struct search *search)
{
    const struct published_table *table = search->work->exact;
    int columns = cube_dimensions[table->second].value_count;
    uint32_t index;
    int r1, r2, c1, c2;
    uint32_t unit = draw_unit(search, &index);
    uint32_t other = draw_neighbour(search, index);
    draw_pair(search, cube_dimensions[table->first].value_count, &r1, &r2);
    draw_pair(search, columns, &c1, &c2);
    int a = r1 * columns + c1, b = r2 * columns + c2, c = r1 * columns + c2, d = r2 * columns + c1;
    struct change changes[CHANGES_MAX] = {{unit, a, -1},  {unit, b, -1},  {unit, c, 1},  {unit, d, 1},
                                          {other, c, -1}, {other, d, -1}, {other, a, 1}, {other, b, 1}};
    try_changes(search, changes, draws_below(search->draws, 2) == 0 || other == unit ? 4 : 8);
}

/* `moves_each`: per cell of a unit and pass. */
static void run(struct work *work, struct draws *draws, struct arena *scratch, void (*move)(struct search *search),
                int moves_each)
{
    struct arena_mark mark = arena_save(scratch);
    struct search search;
    search_begin(&search, work, draws, scratch);
    int64_t square = INT64_C(25) * work->base * work->base;
    for (int pass = 0; search.count > 0 && pass < PASSES; pass++) {
        int heat = PASSES - COLD_PASSES - pass;
        search.threshold = heat > 0 ? square * heat / (PASSES - COLD_PASSES) : 0;
        int64_t moves = (int64_t)search.count * work->exact->categories * moves_each;
        for (int64_t i = 0; i < moves && i < MOVES_MAX; i++) {
            move(&search);
        }
    }
    arena_restore(scratch, mark);
}

void search_totals(struct work *work, struct draws *draws, struct arena *scratch)
{
    run(work, draws, scratch, move_total, 2);
}

void search_breakdown(struct work *work, struct draws *draws, struct arena *scratch)
{
    run(work, draws, scratch, move_breakdown, 1);
}

void search_cross(struct work *work, struct draws *draws, struct arena *scratch)
{
    run(work, draws, scratch, move_cross, 4);
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
