#include "focus.h"

#include <math.h>

bool focus_keeps(const void *filter, const struct territory *department)
{
    const struct focus *focus = filter;
    return focus->department != NULL ? department == focus->department : department->region == focus->region;
}

bool focus_on_region(const struct map_context *context, struct str code, struct focus *out_focus, struct error *err)
{
    const struct territory *region = atlas_region(context->atlas, code);
    if (region == NULL) {
        return error_set(err, ERROR_OUTPUT, "map: region %.*s has no boundary", STR_ARGS(code));
    }
    *out_focus = (struct focus){context->atlas, region, (size_t)(region - context->atlas->regions), NULL};
    return true;
}

bool focus_on_department(const struct map_context *context, struct str code, struct focus *out_focus, struct error *err)
{
    const struct territory *department = atlas_department(context->atlas, code);
    if (department == NULL) {
        return error_set(err, ERROR_OUTPUT, "map: department %.*s has no boundary", STR_ARGS(code));
    }
    *out_focus = (struct focus){context->atlas, department, department->region, department};
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

struct view focus_view(const struct map_context *context, const struct focus *focus, const struct sheet *sheet,
                       struct drawing *out_drawing)
{
    struct extent ground = focus->territory->extent;
    double ratio = (ground.max_y - ground.min_y) / (ground.max_x - ground.min_x), margin = sheet->margin;
    double height = fmin(sheet->height, ceil((sheet->width - 2 * margin) * ratio + 2 * margin));
    drawing_init(out_drawing, context->arena, sheet->width, height);
    struct box into = {margin, margin, sheet->width - margin, height - margin};
    return view_fit(context->atlas, focus->territory->frame, ground, into, (struct point){sheet->width, height});
}

void focus_draw_ground(const struct plan *p)
{
    struct drawing *drawing = p->drawing;
    const struct atlas *atlas = p->context->atlas;
    const struct territory *department = p->focus->department;
    view_land(drawing, p->view, p->focus->region,
              department == NULL ? NO_TERRITORY : (size_t)(department - atlas->departments));
    view_arcs(drawing, p->view, "b-out", 1U << ARC_DEPARTMENT | 1U << ARC_REGION, NO_TERRITORY);
    drawing_group_begin(drawing, "b-dep");
    for (size_t i = 0; i < atlas->department_count; i++) {
        const struct territory *part = &atlas->departments[i];
        if (focus_keeps(p->focus, part)) {
            const struct map_unit *unit = unit_find(p->points->units, p->points->unit_count, part->code);
            struct map_unit bare = {.code = part->code};
            unit_draw(drawing, p->view, "none", ENTITY_DEPARTMENT, part, unit == NULL ? &bare : unit);
        }
    }
    drawing_group_end(drawing);
    view_territory(drawing, p->view, "b-coast", p->focus->territory);
}

void focus_draw_leader(const struct plan *p, struct point from, struct point to)
{
    drawing_line(p->drawing, "leader", from.x, from.y, to.x, to.y);
    drawing_circle(p->drawing, "pin", from.x, from.y, 1.5);
}
