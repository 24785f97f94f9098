#include "gencarto/render/map/choropleth.h"

#include <math.h>
#include <stdlib.h>

#include "label.h"
#include "memory.h"
#include "panel.h"
#include "shading.h"

/* ---- Labelled extremes of the mainland ---- */

struct extremes {
    const struct map_context *context;
    struct drawing *drawing;
    const struct view *view;
    struct mask france;
    struct obstacles taken;
    double size, longest;
};

static struct mask make_mask(const struct map_context *context, struct arena *arena, const struct view *coarse,
                             struct point size)
{
    struct subpath *all = NULL;
    size_t count = 0;
    for (size_t i = 0; i < context->atlas->region_count; i++) {
        struct outline more = view_shape(context->arena, coarse, &context->atlas->regions[i]);
        all = arena_grow(context->arena, all, count * sizeof *all, (count + more.count) * sizeof *all);
        for (size_t j = 0; j < more.count; j++) {
            all[count++] = more.subpaths[j];
        }
    }
    return mask_of(arena, all, count, size, 4);
}

static struct mask france_mask(const struct map_context *context, const struct view *view, struct point size)
{
    struct view coarse = *view;
    coarse.level = LEVEL_LOCATOR;
    coarse.ground = NULL;
    if (view->ground == NULL) {
        return make_mask(context, context->arena, &coarse, size);
    }
    bool is_made = false;
    struct mask *mask = ground_mask(view->ground, &is_made);
    if (!is_made) {
        *mask = make_mask(context, ground_arena(view->ground), &coarse, size);
    }
    return *mask;
}

static bool label_extreme(struct extremes *e, const struct map_unit *unit)
{
    const struct territory *department = atlas_department(e->context->atlas, unit->code);
    if (department == NULL || department->frame != FRAME_MAINLAND ||
        department->region == region_of_paris(e->context->atlas)) {
        return false;
    }
    double radius, width = fmax(theme_text_width(e->context->theme, unit->name, e->size, 600),
                                theme_text_width(e->context->theme, unit->text, e->size, 400));
    struct point from = view_point(e->view, label_place(e->context, department, LEVEL_LOCATOR, &radius));
    struct beside place;
    struct obstacles *taken = &e->taken;
    if (!label_find_beside(&e->france, taken, taken, from, width, 30, e->longest, &place)) {
        return false;
    }
    enum anchor anchor = place.is_right ? ANCHOR_START : ANCHOR_END;
    double x = place.is_right ? place.box.x0 : place.box.x1;
    drawing_line(e->drawing, "leader", from.x, from.y, place.leader.x, place.leader.y);
    drawing_circle(e->drawing, "pin", from.x, from.y, 2.5);
    drawing_text(e->drawing, "strong halo", x, place.box.y0 + 12, anchor, e->size, unit->name);
    unit_text(e->drawing, "label halo", x, place.box.y0 + 27, anchor, e->size, unit);
    obstacles_add(&e->taken, place.box);
    obstacles_add_line(&e->taken, from, place.leader);
    return true;
}

static int compare_units(const void *a, const void *b)
{
    const struct map_unit *x = *(const struct map_unit *const *)a, *y = *(const struct map_unit *const *)b;
    if (x->value < y->value || y->value < x->value) {
        return x->value > y->value ? -1 : 1;
    }
    return str_compare(x->code, y->code);
}

/* Half the labels for the highest values, half for the lowest; of the first eight of each, those that have a place. */
static void label_extremes(const struct map_context *context, const struct choropleth *map, struct drawing *drawing,
                           const struct view *view)
{
    struct point size = {drawing->width, drawing->height};
    struct extremes e = {.context = context,
                         .drawing = drawing,
                         .view = view,
                         .france = france_mask(context, view, size),
                         .taken = {.arena = context->arena},
                         .size = theme_number(context->theme, "map-text"),
                         .longest = drawing->width / 6};
    obstacles_add(&e.taken, (struct box){0, size.y - 60, 20 + size.x / 5, size.y});
    const struct map_unit **sorted = arena_array(context->arena, const struct map_unit *, map->unit_count);
    size_t count = 0;
    for (size_t i = 0; i < map->unit_count; i++) {
        if (unit_has_value(&map->units[i])) {
            sorted[count++] = &map->units[i];
        }
    }
    qsort(sorted, count, sizeof *sorted, compare_units);
    drawing_group_begin(drawing, "ann");
    size_t high = 0, low = 0, wanted = map->labels > 4 ? 4 : map->labels;
    for (size_t i = 0; i < 8 && 2 * i + 1 < count; i++) {
        high += high < (wanted + 1) / 2 && label_extreme(&e, sorted[i]);
        low += low < wanted / 2 && label_extreme(&e, sorted[count - 1 - i]);
    }
    drawing_group_end(drawing);
}

/* ---- Values of Île-de-France, inside or beside ---- */

struct idf_label {
    const struct map_unit *unit;
    struct str text;
    struct point from, at; /* its department; for a label beside, the leader's elbow */
    struct mask mask;
    double width;
    bool is_beside;
};

static struct str without_unit(struct str text)
{
    size_t end = str_find(text, STR("\u00A0"), 0);
    return str_slice(text, 0, end);
}

/* The labels beside stand in a column from the top; two leaders that cross change places. */
static void order_beside(struct idf_label *labels, size_t count)
{
    for (size_t round = 0; round < count; round++) {
        for (size_t i = 0; i + 1 < count; i++) {
            struct position a = {labels[i].from.x, labels[i].from.y}, b = {labels[i].at.x, labels[i].at.y};
            struct position c = {labels[i + 1].from.x, labels[i + 1].from.y};
            struct position d = {labels[i + 1].at.x, labels[i + 1].at.y};
            bool crosses = position_turn(a, b, c) * position_turn(a, b, d) < 0 &&
                           position_turn(c, d, a) * position_turn(c, d, b) < 0;
            if (crosses || (round == 0 && c.y < a.y)) {
                struct idf_label moved = labels[i];
                labels[i] = labels[i + 1];
                labels[i + 1] = moved;
                struct point place = labels[i].at;
                labels[i].at = labels[i + 1].at;
                labels[i + 1].at = place;
            }
        }
    }
}

static void draw_beside(const struct map_context *context, struct drawing *drawing, const struct idf_label *label)
{
    double size = theme_number(context->theme, "map-small");
    struct point points[] = {label->from, label->at, {label->at.x + 8, label->at.y}};
    drawing_polyline(drawing, "leader", points, 3, false);
    drawing_circle(drawing, "pin", label->from.x, label->from.y, 1.8);
    double x = label->at.x + 12, code = theme_text_width(context->theme, STR("00 "), size, 600);
    drawing_text(drawing, "strong", x, label->at.y + 4, ANCHOR_START, size, label->unit->code);
    drawing_text(drawing, "label", x + code, label->at.y + 4, ANCHOR_START, size, label->text);
}

static void draw_inside(const struct map_context *context, struct drawing *drawing, const struct idf_label *label,
                        struct text_styles styles, const struct obstacles *taken)
{
    double share, size = theme_number(context->theme, "map-small");
    struct point centre = label_find(&label->mask, taken, label->from, label->width, 24, 2, &share);
    drawing_text(drawing, styles.strong, centre.x, centre.y - 2, ANCHOR_MIDDLE, size, label->unit->code);
    drawing_text(drawing, styles.plain, centre.x, centre.y + 10, ANCHOR_MIDDLE, size, label->text);
}

static struct idf_label idf_label(const struct map_context *context, const struct drawing *drawing,
                                  const struct view *view, const struct territory *department,
                                  const struct map_unit *unit)
{
    struct idf_label label = {.unit = unit, .text = without_unit(unit->text)};
    double radius, share, size = theme_number(context->theme, "map-small");
    label.from = view_point(view, label_place(context, department, view->level, &radius));
    struct outline outline = view_shape(context->arena, view, department);
    label.mask =
        mask_of(context->arena, outline.subpaths, outline.count, (struct point){drawing->width, drawing->height}, 2);
    label.width = fmax(theme_text_width(context->theme, label.text, size, 400), 14);
    struct obstacles none = {.arena = context->arena};
    label_find(&label.mask, &none, label.from, label.width, 24, 2, &share);
    label.is_beside = share < 1;
    return label;
}

static void label_idf(const struct map_context *context, const struct choropleth *map, const struct shading *shading,
                      struct drawing *drawing, const struct view *view)
{
    struct idf_label *beside = arena_array(context->arena, struct idf_label, map->unit_count);
    struct idf_label *inside = arena_array(context->arena, struct idf_label, map->unit_count);
    size_t beside_count = 0, inside_count = 0;
    for (size_t i = 0; i < map->unit_count; i++) {
        const struct territory *department = atlas_department(context->atlas, map->units[i].code);
        if (department == NULL || !panel_shows(context, PANEL_IDF, department)) {
            continue;
        }
        struct idf_label label = idf_label(context, drawing, view, department, &map->units[i]);
        if (label.is_beside) {
            label.at = (struct point){drawing->width - 84, 22 + 22 * (double)beside_count};
            beside[beside_count++] = label;
        } else {
            inside[inside_count++] = label;
        }
    }
    order_beside(beside, beside_count);
    struct obstacles taken = {.arena = context->arena};
    for (size_t i = 0; i < beside_count; i++) {
        draw_beside(context, drawing, &beside[i]);
        obstacles_add_line(&taken, beside[i].from, beside[i].at);
    }
    for (size_t i = 0; i < inside_count; i++) {
        struct text_styles styles = text_styles_on(shading_style(shading, inside[i].unit));
        draw_inside(context, drawing, &inside[i], styles, &taken);
    }
}

/* ---- Panels ---- */

static bool draw_panel(const struct map_context *context, const void *data, enum panel panel,
                       struct drawing *out_drawing, struct error *err)
{
    const struct choropleth *map = data;
    struct shading shading = shading_make(context, map);
    if (panel == PANEL_LEGEND) {
        drawing_init(out_drawing, context->arena, theme_number(context->theme, "map-legend"), 0);
        out_drawing->height = shading_legend(context, &shading, LEGEND_BOXES, 0, out_drawing);
    } else if (panel == PANEL_WHOLE) {
        if (!panel_compose(context, map, draw_panel, &map->frame, map->units, map->unit_count, map->id, out_drawing,
                           err)) {
            return false;
        }
    } else {
        const char **styles = arena_array(context->arena, const char *, map->unit_count);
        for (size_t i = 0; i < map->unit_count; i++) {
            styles[i] = shading_style(&shading, &map->units[i]);
        }
        struct view view;
        panel_begin(context, panel, panel_size(context->theme, panel), panel_room(context->theme, panel), map->id,
                    out_drawing, &view);
        panel_land(out_drawing, &view, panel);
        panel_areas(context, out_drawing, &view, panel, "b-dep", map->units, styles, map->unit_count);
        panel_lines(context, out_drawing, &view, panel);
        if (panel == PANEL_MAINLAND && map->labels > 0) {
            label_extremes(context, map, out_drawing, &view);
        } else if (panel == PANEL_IDF) {
            label_idf(context, map, &shading, out_drawing, &view);
        }
    }
    out_drawing->id = map->id;
    out_drawing->title = map->title;
    out_drawing->description = map->description;
    return true;
}

bool choropleth_draw(const struct map_context *context, const struct choropleth *choropleth, enum panel panel,
                     struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct map_ledger ledger;
    if (!ledger_fill(context, ENTITY_DEPARTMENT, choropleth->units, choropleth->unit_count, &ledger, err) ||
        !draw_panel(context, choropleth, panel, out_drawing, err)) {
        return false;
    }
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}

struct classes choropleth_classes(const struct map_context *context, const struct choropleth *choropleth)
{
    return shading_make(context, choropleth).classes;
}
