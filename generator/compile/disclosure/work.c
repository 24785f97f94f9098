#include "work.h"

static bool has_level(const struct work *work, unsigned level)
{
    return (work->exact->levels & 1u << level) != 0;
}

struct work_cell *work_cell(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    return &work->cells[level][(size_t)unit * (size_t)work->exact->categories + (size_t)category];
}

static enum entity_kind finest_level(const struct work *work)
{
    return has_level(work, ENTITY_TRAINING)     ? ENTITY_TRAINING
           : has_level(work, ENTITY_DEPARTMENT) ? ENTITY_DEPARTMENT
           : has_level(work, ENTITY_REGION)     ? ENTITY_REGION
                                                : ENTITY_COUNTRY;
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
    work->finest = finest_level(work);
    uint32_t units = geography->count[work->finest];
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (has_level(work, level)) {
            work->cells[level] =
                arena_array(scratch, struct work_cell, (size_t)geography->count[level] * (size_t)exact->categories);
            work->place[level] = arena_array(scratch, uint32_t, units);
            for (uint32_t unit = 0; unit < units; unit++) {
                work->place[level][unit] = place_of(work, unit, level);
            }
        }
    }
}

void work_begin_quarter(struct work *work, int quarter)
{
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        for (uint32_t unit = 0; has_level(work, level) && unit < work->geography->count[level]; unit++) {
            const int32_t *flow = tables_flow(work->exact, (enum entity_kind)level, unit, quarter);
            for (int c = 0; c < work->exact->categories; c++) {
                struct work_cell *cell = work_cell(work, (enum entity_kind)level, unit, c);
                *cell = (struct work_cell){
                    .owed = cell->owed + flow[c], .exact = flow[c], .is_eligible = cell->is_eligible || flow[c] != 0};
            }
        }
    }
}

void work_end_quarter(const struct work *work, int quarter)
{
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        for (uint32_t unit = 0; has_level(work, level) && unit < work->geography->count[level]; unit++) {
            int32_t *flow = tables_flow(work->protected_table, (enum entity_kind)level, unit, quarter);
            for (int c = 0; c < work->exact->categories; c++) {
                flow[c] = work_cell(work, (enum entity_kind)level, unit, c)->shown;
            }
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

static void clear_level(struct work *work, enum entity_kind level)
{
    for (uint32_t unit = 0; unit < work->geography->count[level]; unit++) {
        for (int c = 0; c < work->exact->categories; c++) {
            work_show(work, level, unit, c, -work_cell(work, level, unit, c)->shown);
        }
    }
}

void work_sum_up(struct work *work)
{
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (!has_level(work, level) || level == work->finest) {
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
        for (uint32_t unit = 0; has_level(work, level) && unit < work->geography->count[level]; unit++) {
            work_show(work, level, unit, 0, work_cell(other, level, unit, 0)->shown);
        }
    }
}
