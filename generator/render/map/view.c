#include "view.h"

#include <math.h>

#include "gencarto/render/draw/paint.h"
#include "memory.h"

#define SMALLEST_OUTLINE 12 /* px */

static struct position position_of(const struct view *view, struct point point)
{
    return (struct position){(point.x - view->origin.x) / view->scale, (view->origin.y - point.y) / view->scale};
}

struct view view_fit(const struct atlas *atlas, enum frame frame, struct extent ground, struct box into,
                     struct point size)
{
    double width = ground.max_x - ground.min_x, height = ground.max_y - ground.min_y;
    double scale = fmin((into.x1 - into.x0) / width, (into.y1 - into.y0) / height);
    struct view view = {.atlas = atlas, .frame = frame, .level = level_for(1 / scale), .scale = scale};
    view.origin.x = (into.x0 + into.x1) / 2 - scale * (ground.min_x + ground.max_x) / 2;
    view.origin.y = (into.y0 + into.y1) / 2 + scale * (ground.min_y + ground.max_y) / 2;
    struct position low = position_of(&view, (struct point){0, size.y});
    struct position high = position_of(&view, (struct point){size.x, 0});
    view.window = (struct extent){low.x, low.y, high.x, high.y};
    return view;
}

struct point view_point(const struct view *view, struct position position)
{
    return (struct point){view->origin.x + view->scale * position.x, view->origin.y - view->scale * position.y};
}

/* ---- Paths ---- */

struct path {
    struct arena *arena;
    struct subpath *subpaths;
    size_t count, capacity;
};

static void path_add(struct path *path, const struct view *view, struct line line, bool closed)
{
    struct point *points = arena_array(path->arena, struct point, line.count);
    for (size_t i = 0; i < line.count; i++) {
        points[i] = view_point(view, line.points[i]);
    }
    *arena_push(path->arena, path->subpaths, path->count, path->capacity) =
        (struct subpath){points, line.count, closed};
}

/* Adds what of the line is inside the window. */
static void path_add_clipped(struct path *path, const struct view *view, struct line line, bool closed)
{
    struct extent extent = extent_of(line.points, line.count);
    if (extent_holds(view->window, extent)) {
        path_add(path, view, line, closed);
        return;
    }
    if (!extent_meets(view->window, extent)) {
        return;
    }
    struct line *parts = NULL;
    size_t count = line_clip(path->arena, view->atlas->geos, line, closed, view->window, &parts);
    for (size_t i = 0; i < count; i++) {
        path_add(path, view, parts[i], closed);
    }
}

static void path_add_territory(struct path *path, const struct view *view, const struct territory *territory)
{
    if (territory->frame != view->frame || !extent_meets(view->window, territory->extent)) {
        return;
    }
    for (size_t i = 0; i < territory->ring_count; i++) {
        struct line ring = atlas_ring(path->arena, view->atlas, &territory->rings[i], view->level);
        path_add_clipped(path, view, ring, true);
    }
}

void outline_draw(struct drawing *drawing, const char *style, const struct outline *outline)
{
    if (outline->count > 0) {
        struct mark *mark = drawing_add(drawing, MARK_PATH, style);
        mark->subpaths = outline->subpaths;
        mark->subpath_count = outline->count;
        mark->path_text = outline->text;
    }
}

/* The path, and where it is to be kept its data. */
static struct outline finish(const struct path *path, struct outline *kept)
{
    struct outline outline = {.subpaths = path->subpaths, .count = path->count, .is_made = true};
    if (kept != NULL) {
        struct path_text *text = arena_one(path->arena, struct path_text);
        *text = path_text_of(path->arena, path->subpaths, path->count);
        outline.text = text;
        *kept = outline;
    }
    return outline;
}

struct outline view_shape(struct arena *arena, const struct view *view, const struct territory *territory)
{
    struct outline *kept = view->ground == NULL ? NULL : ground_territory(view->ground, view->atlas, territory);
    if (kept != NULL && kept->is_made) {
        return *kept;
    }
    struct path path = {.arena = kept == NULL ? arena : ground_arena(view->ground)};
    path_add_territory(&path, view, territory);
    return finish(&path, kept);
}

void view_territory(struct drawing *drawing, const struct view *view, const char *style,
                    const struct territory *territory)
{
    struct outline outline = view_shape(drawing->arena, view, territory);
    outline_draw(drawing, style, &outline);
}

static void path_add_land(struct path *path, const struct view *view, size_t region, size_t department)
{
    for (size_t i = 0; i < view->atlas->country_count; i++) {
        path_add_territory(path, view, &view->atlas->countries[i]);
    }
    for (size_t i = 0; region != NO_TERRITORY && i < view->atlas->region_count; i++) {
        if (i != region) {
            path_add_territory(path, view, &view->atlas->regions[i]);
        }
    }
    for (size_t i = 0; department != NO_TERRITORY && i < view->atlas->department_count; i++) {
        if (i != department && view->atlas->departments[i].region == region) {
            path_add_territory(path, view, &view->atlas->departments[i]);
        }
    }
}

void view_land(struct drawing *drawing, const struct view *view, size_t region, size_t department)
{
    struct outline *kept = view->ground == NULL ? NULL : ground_outline(view->ground, OUTLINE_LAND, region, department);
    struct outline outline = {0};
    if (kept != NULL && kept->is_made) {
        outline = *kept;
    } else {
        struct path path = {.arena = kept == NULL ? drawing->arena : ground_arena(view->ground)};
        path_add_land(&path, view, region, department);
        outline = finish(&path, kept);
    }
    outline_draw(drawing, "land", &outline);
}

void view_regions(struct drawing *drawing, const struct view *view, const char *style)
{
    struct outline *kept = view->ground == NULL ? NULL : ground_outline(view->ground, OUTLINE_REGIONS, 0, 0);
    struct outline outline = {0};
    if (kept != NULL && kept->is_made) {
        outline = *kept;
    } else {
        struct path path = {.arena = kept == NULL ? drawing->arena : ground_arena(view->ground)};
        for (size_t i = 0; i < view->atlas->region_count; i++) {
            path_add_territory(&path, view, &view->atlas->regions[i]);
        }
        outline = finish(&path, kept);
    }
    outline_draw(drawing, style, &outline);
}

/* Enclaves so small that their outline would be a blot. */
static bool is_blot(const struct view *view, const struct atlas_arc *arc)
{
    struct line line = arc->lines[LEVEL_FULL];
    bool is_closed = position_distance(line.points[0], line.points[line.count - 1]) <= 0;
    double size = fmax(arc->extent.max_x - arc->extent.min_x, arc->extent.max_y - arc->extent.min_y);
    return is_closed && arc->kind == ARC_REGION && size * view->scale < SMALLEST_OUTLINE;
}

static bool arc_is_beside(const struct atlas *atlas, const struct atlas_arc *arc, size_t region)
{
    for (int side = 0; side < 2; side++) {
        size_t department = arc->departments[side];
        if (department != NO_TERRITORY && atlas->departments[department].region == region) {
            return true;
        }
    }
    return false;
}

static void path_add_arcs(struct path *path, const struct view *view, unsigned kinds, size_t region)
{
    for (size_t i = 0; i < view->atlas->arc_count; i++) {
        const struct atlas_arc *arc = &view->atlas->arcs[i];
        if (arc->frame == view->frame && !is_blot(view, arc) && (kinds & (1U << arc->kind)) != 0 &&
            (region == NO_TERRITORY || arc_is_beside(view->atlas, arc, region))) {
            path_add_clipped(path, view, arc->lines[view->level], false);
        }
    }
}

void view_arcs(struct drawing *drawing, const struct view *view, const char *style, unsigned kinds, size_t region)
{
    struct outline *kept = view->ground == NULL ? NULL : ground_outline(view->ground, OUTLINE_ARCS, kinds, region);
    struct outline outline = {0};
    if (kept != NULL && kept->is_made) {
        outline = *kept;
    } else {
        struct path path = {.arena = kept == NULL ? drawing->arena : ground_arena(view->ground)};
        path_add_arcs(&path, view, kinds, region);
        outline = finish(&path, kept);
    }
    outline_draw(drawing, style, &outline);
}

void view_outline(struct drawing *drawing, const struct view *view, const char *style,
                  bool (*keeps)(const void *filter, const struct territory *department), const void *filter)
{
    const struct atlas *atlas = view->atlas;
    struct path path = {.arena = drawing->arena};
    for (size_t i = 0; i < atlas->arc_count; i++) {
        bool is_kept[2];
        for (int side = 0; side < 2; side++) {
            size_t department = atlas->arcs[i].departments[side];
            is_kept[side] = department != NO_TERRITORY && keeps(filter, &atlas->departments[department]);
        }
        if (is_kept[0] != is_kept[1] && atlas->arcs[i].frame == view->frame) {
            path_add_clipped(&path, view, atlas->arcs[i].lines[view->level], false);
        }
    }
    struct outline outline = finish(&path, NULL);
    outline_draw(drawing, style, &outline);
}

void view_arcs_cased(struct drawing *drawing, const struct view *view, const char *casing, const char *style,
                     unsigned kinds, size_t region)
{
    size_t before = drawing->count;
    view_arcs(drawing, view, casing, kinds, region);
    if (drawing->count > before) {
        struct mark outline = drawing->marks[before];
        struct mark *mark = drawing_add(drawing, MARK_PATH, style);
        mark->subpaths = outline.subpaths;
        mark->subpath_count = outline.subpath_count;
        mark->path_text = outline.path_text;
    }
}

/* ---- Scale bar ---- */

static double round_length_m(double longest_m)
{
    double power = pow(10, floor(log10(longest_m)));
    double multiple = longest_m / power;
    return power * (multiple >= 5 ? 5 : multiple >= 2 ? 2 : 1);
}

void view_scale_bar(struct drawing *drawing, const struct map_context *context, const struct view *view, double x,
                    double y, enum anchor anchor, double longest, const char *style)
{
    double length_m = round_length_m(longest / view->scale), length = length_m * view->scale;
    double left = anchor == ANCHOR_END ? x - length : x;
    struct point points[] = {{left, y - 4}, {left, y}, {left + length, y}, {left + length, y - 4}};
    drawing_polyline(drawing, "axis", points, 4, false);
    struct buf text;
    buf_init(&text, drawing->arena);
    typography_number(&text, length_m / 1000, length_m < 1000 ? 1 : 0, context->language);
    buf_text(&text, "\u00A0km");
    drawing_text(drawing, style, x, y - 8, anchor, theme_number(context->theme, "map-text"), buf_str(&text));
}

struct mark_attribute *attribute(struct arena *arena, const char *name, struct str value)
{
    struct mark_attribute *one = arena_one(arena, struct mark_attribute);
    *one = (struct mark_attribute){str_from(name), value};
    return one;
}
