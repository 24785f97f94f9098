#include "gencarto/render/map/locator.h"

#include <math.h>

#include "memory.h"

static struct extent mainland_ground(const struct atlas *atlas)
{
    struct extent ground = EXTENT_EMPTY;
    for (size_t i = 0; i < atlas->region_count; i++) {
        if (atlas->regions[i].frame == FRAME_MAINLAND) {
            extent_join(&ground, atlas->regions[i].extent);
        }
    }
    return ground;
}

static void draw_mainland(struct drawing *drawing, const struct view *view, const struct territory *filled)
{
    drawing_group_begin(drawing, "b-dep");
    view_regions(drawing, view, "land");
    view_territory(drawing, view, "here", filled);
    drawing_group_end(drawing);
}

static void draw_point(const struct locator *locator, struct drawing *drawing, const struct view *view,
                       const struct territory *filled)
{
    if (locator->has_point && filled->frame == view->frame) {
        struct point at = view_point(view, locator->point);
        drawing_circle(drawing, "pin", at.x, at.y, 3);
    }
}

bool locator_draw(const struct map_context *context, const struct locator *locator, struct drawing *out_drawing,
                  struct error *err)
{
    bool of_department = locator->department.len > 0;
    const struct territory *filled = of_department ? atlas_department(context->atlas, locator->department)
                                                   : atlas_region(context->atlas, locator->region);
    if (filled == NULL) {
        struct str code = of_department ? locator->department : locator->region;
        return error_set(err, ERROR_OUTPUT, "map: %s %.*s has no boundary",
                         entity_kind_name(of_department ? ENTITY_DEPARTMENT : ENTITY_REGION), STR_ARGS(code));
    }
    double size = theme_number(context->theme, "map-locator"), inset = floor(size / 3);
    bool is_overseas = filled->frame != FRAME_MAINLAND;
    struct point whole = {is_overseas ? size + inset + 8 : size, size};
    drawing_init(out_drawing, context->arena, whole.x, whole.y);
    out_drawing->id = locator->id;
    out_drawing->title = locator->title;
    struct view view = view_fit(context->atlas, FRAME_MAINLAND, mainland_ground(context->atlas),
                                (struct box){1, 1, size - 1, size - 1}, whole);
    view_keep(context, &view);
    draw_mainland(out_drawing, &view, filled);
    draw_point(locator, out_drawing, &view, filled);
    if (is_overseas) {
        struct box frame = {size + 7.5, size - inset - 0.5, size + 7.5 + inset, size - 0.5};
        struct box into = {frame.x0 + 4, frame.y0 + 4, frame.x1 - 4, frame.y1 - 4};
        view = view_fit(context->atlas, filled->frame, filled->extent, into, whole);
        drawing_rect(out_drawing, "frame", frame.x0, frame.y0, inset, inset);
        drawing_group_begin(out_drawing, "b-dep");
        view_territory(out_drawing, &view, "here", filled);
        drawing_group_end(out_drawing);
        draw_point(locator, out_drawing, &view, filled);
    }
    return true;
}
