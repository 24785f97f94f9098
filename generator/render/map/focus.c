#include "focus.h"

#include <math.h>

static bool is_listed(struct str codes, struct str code)
{
    struct str one;
    while (codes.len > 0 && str_split(&codes, ' ', &one)) {
        if (str_equal(one, code)) {
            return true;
        }
    }
    return false;
}

bool focus_keeps(const void *filter, const struct territory *department)
{
    const struct focus *focus = filter;
    if (focus->department != NULL) {
        return department == focus->department;
    }
    return department->region == focus->region && is_listed(focus->apart, department->code) == focus->is_apart;
}

bool focus_on_region(const struct map_context *context, struct str code, struct str apart, struct focus *out_focus,
                     struct error *err)
{
    const struct territory *region = atlas_region(context->atlas, code);
    if (region == NULL) {
        return error_set(err, ERROR_OUTPUT, "map: region %.*s has no boundary", STR_ARGS(code));
    }
    *out_focus = (struct focus){context->atlas, region, (size_t)(region - context->atlas->regions), NULL, apart, false};
    return true;
}

bool focus_on_department(const struct map_context *context, struct str code, struct focus *out_focus, struct error *err)
{
    const struct territory *department = atlas_department(context->atlas, code);
    if (department == NULL) {
        return error_set(err, ERROR_OUTPUT, "map: department %.*s has no boundary", STR_ARGS(code));
    }
    *out_focus = (struct focus){context->atlas, department, department->region, department, STR(""), false};
    return true;
}

struct sheet sheet_wide(const struct theme *theme)
{
    return (struct sheet){theme_number(theme, "map-region-width"), theme_number(theme, "map-region-height"), 24,
                          POINTS_ROSETTE_MAX};
}

struct sheet sheet_narrow(const struct theme *theme)
{
    double width = theme_number(theme, "map-narrow");
    return (struct sheet){width, 1.25 * width, 12, POINTS_ROSETTE_NARROW};
}

struct extent focus_extent(const struct focus *focus)
{
    struct extent extent = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; focus->is_apart && i < focus->atlas->department_count; i++) {
        const struct extent *part = &focus->atlas->departments[i].extent;
        if (focus_keeps(focus, &focus->atlas->departments[i])) {
            extent = (struct extent){fmin(extent.min_x, part->min_x), fmin(extent.min_y, part->min_y),
                                     fmax(extent.max_x, part->max_x), fmax(extent.max_y, part->max_y)};
        }
    }
    return focus->is_apart && extent.min_x <= extent.max_x ? extent : focus->territory->extent;
}

static struct subpath *joined(struct arena *arena, const struct subpath *a, size_t a_count, const struct subpath *b,
                              size_t b_count)
{
    struct subpath *both = arena_array(arena, struct subpath, a_count + b_count);
    for (size_t i = 0; i < a_count + b_count; i++) {
        both[i] = i < a_count ? a[i] : b[i - a_count];
    }
    return both;
}

struct mask focus_mask(const struct plan *p, double step)
{
    size_t count = 0;
    if (!p->focus->is_apart) {
        struct outline outline = view_shape(p->context->arena, p->view, p->focus->territory);
        return mask_of(p->context->arena, outline.subpaths, outline.count, p->size, step);
    }
    const struct atlas *atlas = p->focus->atlas;
    struct subpath *rings = NULL;
    for (size_t i = 0; i < atlas->department_count; i++) {
        if (focus_keeps(p->focus, &atlas->departments[i])) {
            struct outline part = view_shape(p->context->arena, p->view, &atlas->departments[i]);
            rings = joined(p->context->arena, rings, count, part.subpaths, part.count);
            count += part.count;
        }
    }
    return mask_of(p->context->arena, rings, count, p->size, step);
}

struct view focus_view(const struct map_context *context, const struct focus *focus, const struct sheet *sheet,
                       struct drawing *out_drawing)
{
    struct extent ground = focus_extent(focus);
    double ratio = (ground.max_y - ground.min_y) / (ground.max_x - ground.min_x), margin = sheet->margin;
    double height = fmin(sheet->height, ceil((sheet->width - 2 * margin) * ratio + 2 * margin));
    drawing_init(out_drawing, context->arena, sheet->width, height);
    struct box into = {margin, margin, sheet->width - margin, height - margin};
    return view_fit(context->atlas, focus->territory->frame, ground, into, (struct point){sheet->width, height});
}

static void draw_department(const struct plan *p, const char *style, const struct territory *department)
{
    const struct map_unit *unit = unit_find(p->points->units, p->points->unit_count, department->code);
    struct map_unit bare = {.code = department->code};
    unit_draw(p->drawing, p->view, style, ENTITY_DEPARTMENT, department, unit == NULL ? &bare : unit);
}

/* Departments of the region that are not this map's: land on the map of those apart, tinted where they are apart. */
static void draw_rest(const struct plan *p)
{
    for (size_t i = 0; i < p->focus->atlas->department_count; i++) {
        const struct territory *part = &p->focus->atlas->departments[i];
        if (part->region == p->focus->region && !focus_keeps(p->focus, part)) {
            if (p->focus->is_apart) {
                view_territory(p->drawing, p->view, "land", part);
            } else {
                draw_department(p, "detail", part);
            }
        }
    }
}

void focus_draw_ground(const struct plan *p)
{
    struct drawing *drawing = p->drawing;
    const struct atlas *atlas = p->context->atlas;
    const struct territory *department = p->focus->department;
    view_land(drawing, p->view, p->focus->region,
              department == NULL ? NO_TERRITORY : (size_t)(department - atlas->departments));
    if (p->focus->is_apart) {
        draw_rest(p);
    }
    view_arcs(drawing, p->view, "b-out", 1U << ARC_DEPARTMENT | 1U << ARC_REGION, NO_TERRITORY);
    drawing_group_begin(drawing, "b-dep");
    for (size_t i = 0; i < atlas->department_count; i++) {
        if (focus_keeps(p->focus, &atlas->departments[i])) {
            draw_department(p, "none", &atlas->departments[i]);
        }
    }
    if (department == NULL && !p->focus->is_apart) {
        draw_rest(p);
    }
    drawing_group_end(drawing);
    if (p->focus->is_apart) {
        view_outline(drawing, p->view, "b-coast", focus_keeps, p->focus);
    } else {
        view_territory(drawing, p->view, "b-coast", p->focus->territory);
    }
}

void focus_draw_leader(const struct plan *p, struct point from, struct point to)
{
    drawing_line(p->drawing, "leader", from.x, from.y, to.x, to.y);
    drawing_circle(p->drawing, "pin", from.x, from.y, 1.5);
}
