#include "memory.h"

#include <string.h>

struct ground {
    struct arena *arena;
    struct view view;
    struct outline *departments, *regions;
    struct known_outline *outlines; /* the last one made first */
    struct mask mask;
    bool has_mask;
    struct ground *next;
};

struct known_outline {
    enum outline_kind kind;
    size_t a, b;
    struct outline outline;
    struct known_outline *next;
};

struct known_place {
    struct position place;
    double radius_m;
    bool is_known;
};

struct map_memory {
    struct arena arena; /* holds all, itself too */
    const struct atlas *atlas;
    struct ground *grounds;
    struct known_place *places; /* departments, then regions, each at all levels */
};

struct map_memory *map_memory_new(const struct atlas *atlas)
{
    struct arena arena;
    arena_init(&arena);
    struct map_memory *memory = arena_one(&arena, struct map_memory);
    memory->atlas = atlas;
    memory->places = arena_array(&arena, struct known_place, (atlas->department_count + atlas->region_count) * LEVELS);
    memory->arena = arena;
    return memory;
}

void map_memory_free(struct map_memory *memory)
{
    if (memory != NULL) {
        struct arena arena = memory->arena;
        arena_clear(&arena);
    }
}

/* ---- Outlines of a view ---- */

static bool are_same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static bool shows_same(const struct view *a, const struct view *b)
{
    return a->frame == b->frame && a->level == b->level && are_same(a->scale, b->scale) &&
           are_same(a->origin.x, b->origin.x) && are_same(a->origin.y, b->origin.y) &&
           are_same(a->window.max_x, b->window.max_x) && are_same(a->window.min_y, b->window.min_y);
}

struct ground *ground_new(struct arena *arena, const struct view *view)
{
    struct ground *ground = arena_one(arena, struct ground);
    *ground = (struct ground){.arena = arena, .view = *view};
    ground->departments = arena_array(arena, struct outline, view->atlas->department_count);
    ground->regions = arena_array(arena, struct outline, view->atlas->region_count);
    return ground;
}

void view_keep(const struct map_context *context, struct view *view)
{
    struct map_memory *memory = context->memory;
    if (memory == NULL || memory->atlas != view->atlas) {
        view->ground = ground_new(context->arena, view);
        return;
    }
    struct ground *ground = memory->grounds;
    while (ground != NULL && !shows_same(&ground->view, view)) {
        ground = ground->next;
    }
    if (ground == NULL) {
        ground = ground_new(&memory->arena, view);
        ground->next = memory->grounds;
        memory->grounds = ground;
    }
    view->ground = ground;
}

struct arena *ground_arena(struct ground *ground)
{
    return ground->arena;
}

static bool holds(const struct territory *territories, size_t count, const struct territory *territory)
{
    return territory >= territories && territory < territories + count;
}

struct outline *ground_territory(struct ground *ground, const struct atlas *atlas, const struct territory *territory)
{
    if (holds(atlas->departments, atlas->department_count, territory)) {
        return &ground->departments[territory - atlas->departments];
    }
    return holds(atlas->regions, atlas->region_count, territory) ? &ground->regions[territory - atlas->regions] : NULL;
}

struct outline *ground_outline(struct ground *ground, enum outline_kind kind, size_t a, size_t b)
{
    for (struct known_outline *known = ground->outlines; known != NULL; known = known->next) {
        if (known->kind == kind && known->a == a && known->b == b) {
            return &known->outline;
        }
    }
    struct known_outline *made = arena_one(ground->arena, struct known_outline);
    *made = (struct known_outline){.kind = kind, .a = a, .b = b, .next = ground->outlines};
    ground->outlines = made;
    return &made->outline;
}

struct mask *ground_mask(struct ground *ground, bool *out_is_made)
{
    *out_is_made = ground->has_mask;
    ground->has_mask = true;
    return &ground->mask;
}

/* ---- Places of labels ---- */

struct position label_place(const struct map_context *context, const struct territory *territory, enum level level,
                            double *out_radius_m)
{
    const struct atlas *atlas = context->atlas;
    struct map_memory *memory = context->memory;
    size_t index = holds(atlas->departments, atlas->department_count, territory)
                       ? (size_t)(territory - atlas->departments)
                   : holds(atlas->regions, atlas->region_count, territory)
                       ? atlas->department_count + (size_t)(territory - atlas->regions)
                       : SIZE_MAX;
    if (memory == NULL || memory->atlas != atlas || index == SIZE_MAX) {
        return atlas_label_place(atlas, territory, level, out_radius_m);
    }
    struct known_place *known = &memory->places[index * LEVELS + level];
    if (!known->is_known) {
        known->place = atlas_label_place(atlas, territory, level, &known->radius_m);
        known->is_known = true;
    }
    *out_radius_m = known->radius_m;
    return known->place;
}
