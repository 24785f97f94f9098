#include "gencarto/compile/cube/geography.h"

#include <assert.h>

enum entity_kind geography_parent_kind(enum entity_kind kind)
{
    static const enum entity_kind parents[ENTITY_KINDS] = {
        [ENTITY_REGION] = ENTITY_COUNTRY,
        [ENTITY_DEPARTMENT] = ENTITY_REGION,
        [ENTITY_TRAINING] = ENTITY_DEPARTMENT,
    };
    assert(kind != ENTITY_COUNTRY && kind != ENTITY_STRUCTURE);
    return parents[kind];
}

/* Counting sort of the entities by parent. */
static void link_kind(struct geography *geography, enum entity_kind kind, struct arena *arena)
{
    uint32_t parents = geography->count[geography_parent_kind(kind)];
    uint32_t count = geography->count[kind];
    uint32_t *first = arena_array(arena, uint32_t, (size_t)parents + 2);
    uint32_t *children = arena_array(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        first[geography->parent[kind][i] + 2]++;
    }
    for (uint32_t p = 2; p <= parents + 1; p++) {
        first[p] += first[p - 1];
    }
    for (uint32_t i = 0; i < count; i++) {
        children[first[geography->parent[kind][i] + 1]++] = i; /* afterwards first[p + 1] is the end of p */
    }
    geography->first_child[kind] = first;
    geography->children[kind] = children;
}

void geography_link(struct geography *geography, struct arena *arena)
{
    link_kind(geography, ENTITY_REGION, arena);
    link_kind(geography, ENTITY_DEPARTMENT, arena);
    link_kind(geography, ENTITY_TRAINING, arena);
}

void geography_write_entity(struct buf *out, const struct geography *geography, enum entity_kind level, uint32_t unit)
{
    cell_write_entity(out, level, geography->codes[level][unit]);
}

void geography_write_place(struct buf *out, const struct geography *geography, uint32_t department, uint32_t structure)
{
    geography_write_entity(out, geography, ENTITY_DEPARTMENT, department);
    if (structure != GEOGRAPHY_NONE) {
        buf_byte(out, '+');
        geography_write_entity(out, geography, ENTITY_STRUCTURE, structure);
    }
}
