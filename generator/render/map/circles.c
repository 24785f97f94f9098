#include "gencarto/render/map/circles.h"

#include <math.h>
#include <stdlib.h>

#include "panel.h"
#include "size_legend.h"

#define SMALLEST_RADIUS 2.5 /* px: a value above zero stays visible */

static double largest_value(const struct circles *circles)
{
    double largest = 0;
    for (size_t i = 0; i < circles->unit_count; i++) {
        bool on_map = !str_equal(circles->units[i].code, STR(TERRITORY_NOT_LOCATED));
        if (on_map && unit_has_value(&circles->units[i])) {
            largest = fmax(largest, circles->units[i].value);
        }
    }
    return largest;
}

static double radius_of(const struct map_context *context, double value, double largest)
{
    return largest > 0 ? theme_number(context->theme, "map-circle") * sqrt(value / largest) : 0;
}

struct placed_circle {
    const struct map_unit *unit;
    struct point at;
    double radius;
};

/* The largest first, so that none is hidden below another. */
static int compare_circles(const void *a, const void *b)
{
    const struct placed_circle *x = a, *y = b;
    if (x->radius < y->radius || y->radius < x->radius) {
        return x->radius > y->radius ? -1 : 1;
    }
    return str_compare(x->unit->code, y->unit->code);
}

static bool is_shown(const struct map_context *context, const struct circles *circles, enum panel panel,
                     const struct territory *territory)
{
    if (territory == NULL) {
        return false;
    }
    if (circles->kind == ENTITY_DEPARTMENT) {
        size_t paris = region_of_paris(context->atlas);
        return panel_shows(context, panel, territory) && (panel != PANEL_MAINLAND || territory->region != paris);
    }
    return panel != PANEL_IDF && panel_shows(context, panel, territory);
}

static void draw_circle(struct drawing *drawing, enum entity_kind kind, const struct placed_circle *circle)
{
    const struct map_unit *unit = circle->unit;
    bool is_linked = unit->href.len > 0;
    if (is_linked) {
        struct mark *link = drawing_add(drawing, MARK_LINK_BEGIN, "");
        link->href = unit->href;
        link->title = unit->title;
        drawing->has_links = true;
    }
    struct mark *mark = drawing_add(drawing, MARK_CIRCLE, unit_has_value(unit) ? "circle" : "hatch symbol");
    mark->x = circle->at.x;
    mark->y = circle->at.y;
    mark->radius = circle->radius;
    mark->title = is_linked ? STR("") : unit->title;
    struct mark_attribute *attributes = arena_array(drawing->arena, struct mark_attribute, 2);
    attributes[0] = (struct mark_attribute){STR("data-territory"), unit->code};
    attributes[1] = (struct mark_attribute){STR("data-kind"), str_from(entity_kind_name(kind))};
    mark->attributes = attributes;
    mark->attribute_count = 2;
    if (is_linked) {
        drawing_add(drawing, MARK_LINK_END, "");
    }
}

static void draw_circles(const struct map_context *context, const struct circles *circles, enum panel panel,
                         struct drawing *drawing, const struct view *view)
{
    struct placed_circle *placed = arena_array(context->arena, struct placed_circle, circles->unit_count);
    double largest = largest_value(circles), unused;
    size_t count = 0;
    for (size_t i = 0; i < circles->unit_count; i++) {
        const struct map_unit *unit = &circles->units[i];
        const struct territory *territory = circles->kind == ENTITY_REGION
                                                ? atlas_region(context->atlas, unit->code)
                                                : atlas_department(context->atlas, unit->code);
        bool is_secret = unit->status == STATUS_CONFIDENTIAL;
        bool has_circle = is_secret || (unit_has_value(unit) && unit->value > 0);
        if (has_circle && is_shown(context, circles, panel, territory)) {
            double radius = is_secret ? SMALLEST_RADIUS : radius_of(context, unit->value, largest);
            placed[count++] = (struct placed_circle){
                unit, view_point(view, atlas_label_place(context->atlas, territory, LEVEL_FRANCE, &unused)),
                fmax(radius, SMALLEST_RADIUS)};
        }
    }
    qsort(placed, count, sizeof *placed, compare_circles);
    for (size_t i = 0; i < count; i++) {
        draw_circle(drawing, circles->kind, &placed[i]);
    }
}

/* ---- Legend ---- */

static void draw_legend(const struct map_context *context, const struct circles *circles, struct drawing *drawing)
{
    double size = theme_number(context->theme, "map-text"), largest = largest_value(circles);
    drawing_init(drawing, context->arena, theme_number(context->theme, "map-legend"), 0);
    drawing_text(drawing, "strong", 0, 12, ANCHOR_START, size, circles->legend_title);
    drawing->height = size_legend_draw(context, drawing, 0, 24, radius_of(context, 1, largest), largest) + 4;
}

/* ---- Panels ---- */

/* A frame says that the circles of Île-de-France are in the inset. */
static void frame_idf(const struct map_context *context, struct drawing *drawing, const struct view *view)
{
    size_t region = region_of_paris(context->atlas);
    if (region != NO_TERRITORY) {
        struct extent ground = context->atlas->regions[region].extent;
        struct point low = view_point(view, (struct position){ground.min_x, ground.max_y});
        struct point high = view_point(view, (struct position){ground.max_x, ground.min_y});
        drawing_rect(drawing, "frame", low.x - 2, low.y - 2, high.x - low.x + 4, high.y - low.y + 4);
    }
}

static bool draw_panel(const struct map_context *context, const void *data, enum panel panel,
                       struct drawing *out_drawing, struct error *err)
{
    const struct circles *circles = data;
    if (panel == PANEL_LEGEND) {
        draw_legend(context, circles, out_drawing);
    } else if (panel == PANEL_WHOLE) {
        if (!panel_compose(context, circles, draw_panel, &circles->frame, circles->units, circles->unit_count,
                           circles->id, out_drawing, err)) {
            return false;
        }
    } else {
        struct view view;
        panel_begin(context, panel, panel_size(context->theme, panel), panel_room(context->theme, panel), circles->id,
                    out_drawing, &view);
        panel_ground_plain(context, out_drawing, &view, panel);
        if (panel == PANEL_MAINLAND && circles->kind == ENTITY_DEPARTMENT) {
            frame_idf(context, out_drawing, &view);
        }
        draw_circles(context, circles, panel, out_drawing, &view);
    }
    out_drawing->id = circles->id;
    out_drawing->title = circles->title;
    out_drawing->description = circles->description;
    return true;
}

bool circles_draw(const struct map_context *context, const struct circles *circles, enum panel panel,
                  struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct map_ledger ledger;
    if (!ledger_fill(context, circles->kind, circles->units, circles->unit_count, &ledger, err) ||
        !draw_panel(context, circles, panel, out_drawing, err)) {
        return false;
    }
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}
