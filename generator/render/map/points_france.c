/* The maps of France: panels with departments, symbols and discs; and one disc a region for phones. */
#include <math.h>
#include <stdlib.h>

#include "label.h"
#include "memory.h"
#include "panel.h"
#include "size_legend.h"
#include "town.h"

struct panel_filter {
    const struct map_context *context;
    enum panel panel;
};

static bool everything(const void *filter, const struct territory *department)
{
    (void)filter, (void)department;
    return true;
}

/* On the mainland the towns of Île-de-France are left to its inset. */
static bool panel_keeps(const void *data, const struct territory *department)
{
    const struct panel_filter *filter = data;
    bool is_in_inset = filter->panel == PANEL_MAINLAND && department->region == region_of_paris(filter->context->atlas);
    return !is_in_inset && panel_shows(filter->context, filter->panel, department);
}

/* ---- Departments ---- */

/* The located trainings of each unit, by its rank. */
static size_t *count_by_unit(const struct map_context *context, const struct points *points)
{
    const struct atlas *atlas = context->atlas;
    size_t *by_department = arena_array(context->arena, size_t, atlas->department_count);
    size_t *by_unit = arena_array(context->arena, size_t, points->unit_count);
    for (size_t i = 0; i < points->training_count; i++) {
        const struct territory *department = atlas_department(atlas, points->trainings[i].department);
        if (department != NULL && points->trainings[i].is_located) {
            by_department[department - atlas->departments]++;
        }
    }
    for (size_t i = 0; i < points->unit_count; i++) {
        const struct territory *department = atlas_department(atlas, points->units[i].code);
        by_unit[i] = department == NULL ? 0 : by_department[department - atlas->departments];
    }
    return by_unit;
}

/* The units of the map, their titles telling how many trainings they have. */
static struct map_unit *counted_units(const struct map_context *context, const struct points *points)
{
    struct map_unit *units = arena_array(context->arena, struct map_unit, points->unit_count);
    const size_t *counts = count_by_unit(context, points);
    for (size_t i = 0; i < points->unit_count; i++) {
        units[i] = points->units[i];
        units[i].title = named_count(context, points, units[i].name, counts[i]);
    }
    return units;
}

/* ---- Île-de-France on the mainland ---- */

static struct town idf_of(const struct map_context *context, const struct points *points)
{
    struct panel_filter filter = {context, PANEL_IDF};
    struct towns towns = towns_of(context, points, panel_keeps, &filter);
    return towns_as_one(context, &towns, points->idf);
}

/* Tinted in one piece, so that nobody looks for its towns here. */
static void draw_idf_area(const struct map_context *context, const struct points *points, struct drawing *drawing,
                          const struct view *view, const struct town *idf)
{
    size_t paris = region_of_paris(context->atlas);
    if (paris == NO_TERRITORY) {
        return;
    }
    const struct territory *region = &context->atlas->regions[paris];
    const struct map_unit *unit = unit_find(points->regions, points->region_count, region->code);
    struct map_unit area = {.code = region->code};
    area.href = unit == NULL ? STR("") : unit->href;
    area.title = named_count(context, points, idf->name, idf->count);
    drawing_group_begin(drawing, "b-dep");
    unit_draw(drawing, view, "detail", ENTITY_REGION, region, &area);
    drawing_group_end(drawing);
}

static void draw_idf_count(const struct map_context *context, const struct points *points, struct drawing *drawing,
                           const struct view *view, const struct town *idf)
{
    size_t paris = region_of_paris(context->atlas);
    if (paris == NO_TERRITORY || idf->count == 0) {
        return;
    }
    struct extent ground = context->atlas->regions[paris].extent;
    struct point at =
        view_point(view, (struct position){(ground.min_x + ground.max_x) / 2, (ground.min_y + ground.max_y) / 2});
    struct obstacles none = {.arena = context->arena};
    struct outline rings = view_shape(context->arena, view, &context->atlas->regions[paris]);
    struct point size = {drawing->width, drawing->height};
    struct mask inside = mask_of(context->arena, rings.subpaths, rings.count, size, 2);
    town_draw_inset(context, points, drawing, idf, &inside, at, &none);
}

/* ---- Panels ---- */

/* One scale for all panels. */
static double france_unit(const struct map_context *context, const struct points *points)
{
    double side = theme_number(context->theme, "map-mainland");
    return disc_unit(context, points->training_count, (struct point){side, side});
}

static void begin(const struct map_context *context, const struct points *points, enum panel panel,
                  struct drawing *out_drawing, struct view *out_view)
{
    struct point size = panel_size(context->theme, panel);
    struct box into = panel_room(context->theme, panel);
    if (panel == PANEL_IDF) { /* no column of labels beside it: all the width, and higher */
        double strip = theme_number(context->theme, "map-text") + 12;
        size.y = theme_number(context->theme, "map-idf-points");
        into = (struct box){8, 4, size.x - 8, size.y - strip};
    }
    panel_begin(context, panel, size, into, points->id, out_drawing, out_view);
    if (panel == PANEL_MAINLAND) {
        out_view->level = LEVEL_FRANCE; /* a ground for symbols, half as heavy */
    }
}

static struct towns gathered_towns(const struct map_context *context, const struct points *points, enum panel panel,
                                   const struct view *view, struct point size)
{
    struct panel_filter filter = {context, panel};
    struct towns towns = towns_of(context, points, panel_keeps, &filter);
    towns.by_department = towns.count > POINTS_DISCS_MAX;
    for (size_t i = 0; i < towns.count; i++) {
        towns.towns[i].at = view_point(view, towns.towns[i].position);
    }
    towns_gather(context, &towns, france_unit(context, points), size);
    return towns;
}

/* The discs of France are links through the departments below them, which say their name and count. */
static struct points without_links(const struct points *points)
{
    struct points unlinked = *points;
    unlinked.unit_count = 0;
    return unlinked;
}

static void draw_france_panel(const struct map_context *context, const struct points *points, enum panel panel,
                              struct drawing *out_drawing)
{
    struct view view;
    begin(context, points, panel, out_drawing, &view);
    struct map_unit *units = counted_units(context, points);
    const char **styles = arena_array(context->arena, const char *, points->unit_count);
    struct panel_filter filter = {context, panel};
    for (size_t i = 0; i < points->unit_count; i++) {
        const struct territory *department = atlas_department(context->atlas, units[i].code);
        styles[i] = department != NULL && panel_keeps(&filter, department) ? "" : NULL;
    }
    struct town idf = idf_of(context, points);
    panel_land(out_drawing, &view, panel);
    panel_areas(context, out_drawing, &view, panel, "b-dep none", units, styles, points->unit_count);
    if (panel == PANEL_MAINLAND) {
        draw_idf_area(context, points, out_drawing, &view, &idf);
    }
    panel_lines(context, out_drawing, &view, panel);
    struct point size = {out_drawing->width, out_drawing->height};
    struct towns towns = gathered_towns(context, points, panel, &view, size);
    struct points unlinked = without_links(points);
    towns_draw(context, &unlinked, out_drawing, &towns);
    if (panel == PANEL_MAINLAND) {
        draw_idf_count(context, points, out_drawing, &view, &idf);
    }
}

static size_t largest_disc(const struct map_context *context, const struct points *points)
{
    size_t largest = 0;
    for (enum panel panel = PANEL_MAINLAND; panel <= PANEL_MAYOTTE; panel++) {
        struct drawing drawing;
        struct view view;
        begin(context, points, panel, &drawing, &view);
        struct towns towns =
            gathered_towns(context, points, panel, &view, (struct point){drawing.width, drawing.height});
        for (size_t i = 0; i < towns.count; i++) {
            largest = towns.towns[i].count > largest ? towns.towns[i].count : largest;
        }
    }
    return largest;
}

static void draw_legend(const struct map_context *context, const struct points *points, struct drawing *out_drawing)
{
    drawing_init(out_drawing, context->arena, theme_number(context->theme, "map-legend"), 0);
    drawing_text(out_drawing, "strong", 0, 12, ANCHOR_START, theme_number(context->theme, "map-text"),
                 points->legend_title);
    double largest = (double)largest_disc(context, points);
    out_drawing->height = size_legend_draw(context, out_drawing, 0, 26, france_unit(context, points), largest) + 4;
}

static void name_drawing(const struct points *points, struct drawing *out_drawing)
{
    out_drawing->id = points->id;
    out_drawing->title = points->title;
    out_drawing->description = points->description;
}

static bool draw_france(const struct map_context *context, const void *data, enum panel panel,
                        struct drawing *out_drawing, struct error *err)
{
    const struct points *points = data;
    if (panel == PANEL_LEGEND) {
        draw_legend(context, points, out_drawing);
    } else if (panel != PANEL_WHOLE) {
        draw_france_panel(context, points, panel, out_drawing);
    } else if (!panel_compose(context, points, draw_france, &points->frame, points->units, points->unit_count,
                              points->id, out_drawing, err)) {
        return false;
    }
    name_drawing(points, out_drawing);
    return true;
}

bool points_draw(const struct map_context *context, const struct points *points, enum panel panel,
                 struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct map_ledger ledger;
    if (!ledger_fill(context, ENTITY_DEPARTMENT, points->units, points->unit_count, &ledger, err) ||
        !draw_france(context, points, panel, out_drawing, err)) {
        return false;
    }
    if (out_ledger != NULL) {
        ledger_trainings(context, points, everything, NULL, &ledger);
        *out_ledger = ledger;
    }
    return true;
}

/* ---- One disc a region ---- */

static size_t *count_by_region(const struct map_context *context, const struct points *points)
{
    size_t *counts = arena_array(context->arena, size_t, context->atlas->region_count);
    for (size_t i = 0; i < points->training_count; i++) {
        const struct territory *department = atlas_department(context->atlas, points->trainings[i].department);
        if (department != NULL && points->trainings[i].is_located) {
            counts[department->region]++;
        }
    }
    return counts;
}

static void draw_regions(const struct map_context *context, const struct points *points, struct drawing *drawing,
                         const struct view *view, const size_t *counts)
{
    drawing_group_begin(drawing, "b-dep");
    for (size_t i = 0; i < context->atlas->region_count; i++) {
        const struct territory *region = &context->atlas->regions[i];
        const struct map_unit *unit = unit_find(points->regions, points->region_count, region->code);
        struct map_unit area = {.code = region->code};
        if (unit != NULL) {
            area.href = unit->href;
            area.title = named_count(context, points, unit->name, counts[i]);
        }
        if (region->frame == view->frame) {
            unit_draw(drawing, view, "none", ENTITY_REGION, region, &area);
        }
    }
    drawing_group_end(drawing);
    view_arcs(drawing, view, "b-coast", 1U << ARC_COAST | 1U << ARC_BORDER, NO_TERRITORY);
}

/* Regions as the towns of a map, the largest first, moved apart. */
static struct towns region_discs(const struct map_context *context, const struct view *view, const size_t *counts,
                                 double unit, struct point size)
{
    const struct atlas *atlas = context->atlas;
    struct towns discs = {.towns = arena_array(context->arena, struct town, atlas->region_count)};
    for (size_t i = 0; i < atlas->region_count; i++) {
        if (atlas->regions[i].frame == view->frame) {
            double inscribed;
            struct town *disc = &discs.towns[discs.count++];
            disc->count = counts[i];
            disc->at = disc->centre =
                view_point(view, label_place(context, &atlas->regions[i], LEVEL_LOCATOR, &inscribed));
            disc->radius = counts[i] == 0 ? 0 : disc_radius(unit, counts[i]);
        }
    }
    towns_push_apart(&discs, size);
    return discs;
}

/* The count in its disc, or beside a disc too small for it, on the first free side. */
static void draw_region_disc(const struct map_context *context, struct drawing *drawing, const struct town *disc,
                             struct obstacles *taken)
{
    double size = theme_number(context->theme, "map-text"), r = disc->radius;
    struct buf text;
    buf_init(&text, context->arena);
    typography_int(&text, (int64_t)disc->count, context->language);
    double width = theme_text_width(context->theme, buf_str(&text), size, 600), dx = r + width / 2 + 2;
    struct point at = disc->centre, sides[] = {{at.x + dx, at.y}, {at.x - dx, at.y}, {at.x, at.y + r + 8}};
    if (r > 0) {
        drawing_circle(drawing, "circle", at.x, at.y, r);
    }
    if (r > 0 && width + 3 <= 2 * r) {
        drawing_text(drawing, "in-bar", at.x, at.y + 0.36 * size, ANCHOR_MIDDLE, size, buf_str(&text));
        return;
    }
    for (size_t i = 0; i < 3 && r > 0; i++) {
        struct box box = box_around(sides[i], width, size);
        if (i == 2 ||
            (!obstacles_meet(taken, box) && box_is_inside(box, (struct point){drawing->width, drawing->height}, 2))) {
            at = sides[i];
            break;
        }
    }
    obstacles_add(taken, box_around(at, width, size));
    drawing_text(drawing, "strong halo", at.x, at.y + 0.36 * size, ANCHOR_MIDDLE, size, buf_str(&text));
}

static void draw_region_discs(const struct map_context *context, struct drawing *drawing, const struct towns *discs)
{
    struct obstacles taken = {.arena = context->arena};
    for (size_t i = 0; i < discs->count; i++) {
        const struct town *disc = &discs->towns[i];
        obstacles_add(&taken, box_around(disc->centre, 2 * disc->radius, 2 * disc->radius));
    }
    for (size_t i = 0; i < discs->count; i++) {
        draw_region_disc(context, drawing, &discs->towns[i], &taken);
    }
}

bool points_draw_france_narrow(const struct map_context *context, const struct points *points,
                               struct drawing *out_drawing, struct error *err)
{
    struct map_ledger ledger;
    if (!ledger_fill(context, ENTITY_REGION, points->regions, points->region_count, &ledger, err)) {
        return false;
    }
    double text = theme_number(context->theme, "map-text"), strip = text + 18; /* the key's title stands above */
    struct point size = {theme_number(context->theme, "map-narrow"),
                         theme_number(context->theme, "map-narrow") + strip};
    struct view view;
    panel_begin(context, PANEL_MAINLAND, size, (struct box){4, strip, size.x - 4, size.y - 4}, points->id, out_drawing,
                &view);
    size_t *counts = count_by_region(context, points), most = 1;
    for (size_t i = 0; i < context->atlas->region_count; i++) {
        bool is_here = context->atlas->regions[i].frame == view.frame;
        most = is_here && counts[i] > most ? counts[i] : most;
    }
    double unit = theme_number(context->theme, "map-circle-narrow") / sqrt((double)most);
    panel_land(out_drawing, &view, PANEL_MAINLAND);
    draw_regions(context, points, out_drawing, &view, counts);
    view_scale_bar(out_drawing, context, &view, 8, size.y - 10, ANCHOR_START, size.x / 5, "mute");
    drawing_text(out_drawing, "strong", 4, text + 2, ANCHOR_START, text, points->legend_title);
    size_legend_draw(context, out_drawing, 4, strip + 2, unit, (double)most);
    struct towns discs = region_discs(context, &view, counts, unit, size);
    draw_region_discs(context, out_drawing, &discs);
    name_drawing(points, out_drawing);
    return true;
}
