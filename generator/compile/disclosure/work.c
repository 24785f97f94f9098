#include "work.h"

struct work_cell *work_cell(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    return &work->cells[level][(size_t)unit * (size_t)work->exact->categories + (size_t)category];
}

static uint32_t place_of(const struct work *work, uint32_t unit, enum entity_kind level)
{
    if (level == ENTITY_STRUCTURE) {
        return work->geography->structure_of_training[unit];
    }
    for (enum entity_kind kind = work->finest; kind != level; kind = geography_parent_kind(kind)) {
        unit = work->geography->parent[kind][unit];
    }
    return unit;
}

void work_init(struct work *work, struct arena *scratch, const struct geography *geography, int base,
               const struct published_table *exact, struct published_table *protected_table)
{
    *work = (struct work){.geography = geography, .exact = exact, .protected_table = protected_table, .base = base};
    work->finest = tables_finest(exact);
    uint32_t units = geography->count[work->finest];
    size_t categories = (size_t)exact->categories;
    work->cell_count = categories;
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        work->cell_count += tables_has_level(work->exact, level) ? geography->count[level] * categories : 0;
    }
    work->all = arena_array(scratch, struct work_cell, work->cell_count);
    struct work_cell *next = work->all;
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (tables_has_level(work->exact, level)) {
            work->cells[level] = next;
            next += geography->count[level] * categories;
            work->place[level] = arena_array(scratch, uint32_t, units);
            for (uint32_t unit = 0; unit < units; unit++) {
                work->place[level][unit] = place_of(work, unit, level);
            }
        }
    }
}

/* Walks through all cells of the table. */
struct walk {
    enum entity_kind level;
    uint32_t unit;
};

static bool walk_next(const struct work *work, struct walk *walk)
{
    walk->unit++;
    while (walk->level < ENTITY_KINDS &&
           (!tables_has_level(work->exact, walk->level) || walk->unit >= work->geography->count[walk->level])) {
        walk->level++;
        walk->unit = 0;
    }
    return walk->level < ENTITY_KINDS;
}

#define WALK_START                                                                                                     \
    {                                                                                                                  \
        ENTITY_COUNTRY, UINT32_MAX                                                                                     \
    } /* the first step goes to unit 0 */

static void begin_cell(struct work_cell *cell, int32_t exact)
{
    int32_t state = cell->state + cell->shown;
    int32_t owed = cell->owed + exact;
    *cell = (struct work_cell){.owed = owed, .exact = exact, .state = state, .is_eligible = owed + state != 0};
}

void work_begin_quarter(struct work *work, int quarter)
{
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        const int32_t *flow = tables_flow(work->exact, at.level, at.unit, quarter);
        for (int c = 0; c < work->exact->categories; c++) {
            begin_cell(work_cell(work, at.level, at.unit, c), flow[c]);
        }
        if (work->moved[at.level] != NULL) {
            work_show(work, at.level, at.unit, 0, work->moved[at.level][at.unit]);
        }
    }
}

void work_end_quarter(const struct work *work, int quarter)
{
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        int32_t *flow = tables_flow(work->protected_table, at.level, at.unit, quarter);
        for (int c = 0; c < work->exact->categories; c++) {
            flow[c] = work_cell(work, at.level, at.unit, c)->shown;
        }
    }
}

void work_pass_quarter(struct work *work, int quarter, const struct published_table *shown)
{
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        const int32_t *exact = tables_flow(work->exact, at.level, at.unit, quarter);
        const int32_t *flow = tables_flow(shown, at.level, at.unit, quarter);
        for (int c = 0; c < work->exact->categories; c++) {
            begin_cell(work_cell(work, at.level, at.unit, c), exact[c]);
            work_show(work, at.level, at.unit, c, flow[c]);
        }
    }
    work_end_quarter(work, quarter);
}

bool work_begin_restatement(struct work *work, int quarter, const struct published_table *exact)
{
    bool is_changed = false;
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        const int32_t *before = tables_flow(work->exact, at.level, at.unit, quarter);
        const int32_t *now = tables_flow(exact, at.level, at.unit, quarter);
        const int32_t *shown = tables_flow(work->protected_table, at.level, at.unit, quarter);
        for (int c = 0; c < work->exact->categories; c++) {
            struct work_cell *cell = work_cell(work, at.level, at.unit, c);
            begin_cell(cell, now[c] - before[c]);
            cell->state = shown[c]; /* of that quarter alone: none of its flows goes below 0 */
            cell->is_eligible = now[c] != 0;
            is_changed = is_changed || cell->exact != 0;
        }
    }
    return is_changed;
}

void work_end_restatement(const struct work *work, int quarter)
{
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        int32_t *flow = tables_flow(work->protected_table, at.level, at.unit, quarter);
        for (int c = 0; c < work->exact->categories; c++) {
            flow[c] += work_cell(work, at.level, at.unit, c)->shown;
        }
    }
}

void work_gather_states(struct work *work, int quarters)
{
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        for (int c = 0; c < work->exact->categories; c++) {
            struct work_cell *cell = work_cell(work, at.level, at.unit, c);
            cell->state = 0;
            cell->shown = 0;
            for (int quarter = 0; quarter < quarters; quarter++) {
                cell->state += tables_flow(work->protected_table, at.level, at.unit, quarter)[c];
            }
        }
    }
}

void work_set_floor(struct work *work)
{
    for (struct walk at = WALK_START; walk_next(work, &at);) {
        for (int c = 0; c < work->exact->categories; c++) {
            struct work_cell *cell = work_cell(work, at.level, at.unit, c);
            cell->floor = cell->shown;
        }
    }
}

void work_show(struct work *work, enum entity_kind level, uint32_t unit, int category, int64_t persons)
{
    struct work_cell *cell = work_cell(work, level, unit, category);
    cell->shown += (int32_t)persons;
    cell->owed -= (int32_t)persons;
}

int64_t work_steps(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    return work_cell(work, level, unit, category)->shown / work->base;
}

int64_t work_added(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    const struct work_cell *cell = work_cell(work, level, unit, category);
    return (cell->shown - cell->floor) / work->base;
}

/* Back to what moved with trainings. */
static void clear_level(struct work *work, enum entity_kind level)
{
    for (uint32_t unit = 0; unit < work->geography->count[level]; unit++) {
        for (int c = 0; c < work->exact->categories; c++) {
            int32_t moved = work->moved[level] == NULL ? 0 : work->moved[level][unit];
            work_show(work, level, unit, c, moved - work_cell(work, level, unit, c)->shown);
        }
    }
}

void work_sum_up(struct work *work)
{
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (!tables_has_level(work->exact, level) || level == work->finest) {
            continue;
        }
        clear_level(work, level);
        for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
            uint32_t into = work->place[level][unit];
            for (int c = 0; into != GEOGRAPHY_NONE && c < work->exact->categories; c++) {
                work_show(work, level, into, c, work_cell(work, work->finest, unit, c)->shown);
            }
        }
    }
}

void work_copy(struct work *work, const struct work *other)
{
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        for (uint32_t unit = 0; tables_has_level(work->exact, level) && unit < work->geography->count[level]; unit++) {
            work_show(work, level, unit, 0, work_cell(other, level, unit, 0)->shown);
        }
    }
}
