#include "gencarto/render/map/points.h"

#include <math.h>

#include "focus.h"

/* ---- Ledger ---- */

/* Boundaries are generalised and towns are points on the coast: a point counts as outside from a distance on. */
void ledger_trainings(const struct map_context *context, const struct points *points,
                      bool (*keeps)(const void *filter, const struct territory *department), const void *filter,
                      struct map_ledger *ledger)
{
    double far_m = 1000 * theme_number(context->theme, "map-outside-km");
    for (size_t i = 0; i < points->training_count; i++) {
        const struct map_training *training = &points->trainings[i];
        const struct territory *department = atlas_department(context->atlas, training->department);
        if (department != NULL && !keeps(filter, department)) {
            continue;
        }
        struct map_names *names = &ledger->trainings_shown;
        if (department == NULL || !training->is_located) {
            names = &ledger->trainings_not_located;
        } else if (!atlas_contains(context->atlas, department, training->position) &&
                   atlas_distance_m(context->atlas, department, training->position) > far_m) {
            names = &ledger->trainings_outside;
        }
        names_add(context->arena, names, training->id);
    }
}

/* ---- A region or a department ---- */

/* In the first corner, from the bottom right, where it covers least of the territory. */
static void draw_scale_bar(struct plan *p, const struct mask *territory)
{
    double longest = p->size.x / 6, right = p->size.x - 12, bottom = p->size.y - 14;
    struct point corners[] = {{right, bottom}, {12, bottom}, {right, 28}, {12, 28}};
    size_t best = 0;
    double least = HUGE_VAL;
    for (size_t i = 0; i < 4; i++) {
        double left = i % 2 == 0 ? corners[i].x - longest : corners[i].x;
        struct box box = {left, corners[i].y - 22, left + longest, corners[i].y + 4};
        double share = mask_share(territory, box);
        if (share < least) {
            least = share;
            best = i;
        }
    }
    double left = best % 2 == 0 ? corners[best].x - longest : corners[best].x;
    obstacles_add(&p->taken, (struct box){left, corners[best].y - 22, left + longest, corners[best].y + 4});
    view_scale_bar(p->drawing, p->context, p->view, corners[best].x, corners[best].y,
                   best % 2 == 0 ? ANCHOR_END : ANCHOR_START, longest, "mute");
}

/* The count of the departments apart, on their tint. */
static void draw_apart_count(struct plan *p)
{
    struct focus apart = *p->focus;
    apart.is_apart = !p->focus->is_apart;
    if (p->focus->apart.len == 0 || p->focus->is_apart) {
        return;
    }
    struct plan there = *p;
    there.focus = &apart;
    struct towns towns = towns_of(p->context, p->points, focus_keeps, &apart);
    struct town town = towns_as_one(p->context, &towns, STR(""));
    struct extent ground = focus_extent(&apart);
    struct point from =
        view_point(p->view, (struct position){(ground.min_x + ground.max_x) / 2, (ground.min_y + ground.max_y) / 2});
    struct mask inside = focus_mask(&there, 2);
    if (town.count > 0) {
        town_draw_inset(p->context, p->points, p->drawing, &town, &inside, from, &p->taken);
    }
}

static void draw_trainings(struct plan *p)
{
    for (size_t i = 0; i < p->towns.count; i++) {
        const struct town *town = &p->towns.towns[i];
        if (hypot(town->centre.x - town->at.x, town->centre.y - town->at.y) > 8) {
            focus_draw_leader(p, town->at, town->centre);
        }
    }
    for (size_t i = 0; i < p->label_count; i++) {
        if (p->labels[i].has_leader) {
            focus_draw_leader(p, p->labels[i].from, p->labels[i].beside.leader);
        }
    }
    towns_draw(p->context, p->points, p->drawing, &p->towns);
    for (size_t i = 0; i < p->label_count; i++) {
        focus_draw_label(p, &p->labels[i]);
    }
}

/* Finds the place of every town's symbols; a crowded map gathers them in discs. */
static void place_symbols(struct plan *p, const struct sheet *sheet)
{
    size_t located = 0;
    for (size_t i = 0; i < p->towns.count; i++) {
        p->towns.towns[i].at = view_point(p->view, p->towns.towns[i].position);
        located += p->towns.towns[i].count;
    }
    double unit = disc_unit(p->context, located, p->size);
    if (p->towns.count <= POINTS_TOWNS_MAX) {
        towns_spread(p->context, &p->towns, unit, sheet->rosette_max, p->size, &p->taken);
        return;
    }
    towns_gather(p->context, &p->towns, unit, p->size);
    for (size_t i = 0; i < p->towns.count; i++) {
        obstacles_add(&p->taken, town_box(p, &p->towns.towns[i]));
    }
}

static void place_labels(struct plan *p, const struct mask *territory)
{
    p->labels = arena_array(p->context->arena, struct text_label, p->towns.count + p->context->atlas->department_count);
    for (size_t i = 0; i < p->towns.count; i++) {
        focus_place_town(p, &p->towns.towns[i]);
    }
    if (p->focus->department == NULL) {
        focus_place_units(p, territory);
    }
}

static bool draw_focus(const struct map_context *context, const struct points *points, const struct focus *focus,
                       struct sheet sheet, struct drawing *out_drawing, struct map_ledger *out_ledger,
                       struct error *err)
{
    const struct theme *theme = context->theme;
    struct map_ledger ledger;
    if (!ledger_fill(context, ENTITY_DEPARTMENT, points->units, points->unit_count, &ledger, err)) {
        return false;
    }
    ledger.absent = (struct map_names){0}; /* of the whole of France: not this map's matter */
    ledger_trainings(context, points, focus_keeps, focus, &ledger);
    struct view view = focus_view(context, focus, &sheet, out_drawing);
    struct plan p = {.context = context,
                     .points = points,
                     .focus = focus,
                     .drawing = out_drawing,
                     .view = &view,
                     .size = {out_drawing->width, out_drawing->height},
                     .towns = towns_of(context, points, focus_keeps, focus),
                     .taken = {.arena = context->arena},
                     .texts = {.arena = context->arena},
                     .small = theme_number(theme, "map-small"),
                     .text = theme_number(theme, "map-text"),
                     .name = theme_number(theme, "map-name")};
    out_drawing->id = points->id;
    out_drawing->title = points->title;
    out_drawing->description = points->description;
    focus_draw_ground(&p);
    struct mask territory = focus_mask(&p, 4);
    draw_scale_bar(&p, &territory);
    draw_apart_count(&p);
    place_symbols(&p, &sheet);
    place_labels(&p, &territory);
    draw_trainings(&p);
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}

bool points_draw_region(const struct map_context *context, const struct points *points, struct str region,
                        struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct focus focus;
    return focus_on_region(context, region, points->apart, &focus, err) &&
           draw_focus(context, points, &focus, sheet_wide(context->theme), out_drawing, out_ledger, err);
}

bool points_draw_apart(const struct map_context *context, const struct points *points, struct str region,
                       struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct focus focus;
    if (!focus_on_region(context, region, points->apart, &focus, err)) {
        return false;
    }
    focus.is_apart = true;
    return draw_focus(context, points, &focus, sheet_wide(context->theme), out_drawing, out_ledger, err);
}

bool points_draw_department(const struct map_context *context, const struct points *points, struct str department,
                            struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct focus focus;
    return focus_on_department(context, department, &focus, err) &&
           draw_focus(context, points, &focus, sheet_wide(context->theme), out_drawing, out_ledger, err);
}

bool points_draw_department_narrow(const struct map_context *context, const struct points *points,
                                   struct str department, struct drawing *out_drawing, struct map_ledger *out_ledger,
                                   struct error *err)
{
    struct focus focus;
    return focus_on_department(context, department, &focus, err) &&
           draw_focus(context, points, &focus, sheet_narrow(context->theme), out_drawing, out_ledger, err);
}
