#include "gencarto/render/map/points.h"

#include <math.h>
#include <stdlib.h>

#include "label.h"
#include "panel.h"
#include "town.h"

/* ---- Ledger ---- */

/* Boundaries are generalised and towns are points on the coast: a point counts as outside from a distance on. */
static void ledger_trainings(const struct map_context *context, const struct points *points,
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

struct focus {
    const struct atlas *atlas;
    const struct territory *territory;
    size_t region;                      /* of the territory */
    const struct territory *department; /* NULL when the territory is a region */
};

static bool focus_keeps(const void *filter, const struct territory *department)
{
    const struct focus *focus = filter;
    return focus->department != NULL ? department == focus->department : department->region == focus->region;
}

static bool focus_on_region(const struct map_context *context, struct str code, struct focus *out_focus,
                            struct error *err)
{
    const struct territory *region = atlas_region(context->atlas, code);
    if (region == NULL) {
        return error_set(err, ERROR_OUTPUT, "map: region %.*s has no boundary", STR_ARGS(code));
    }
    *out_focus = (struct focus){context->atlas, region, (size_t)(region - context->atlas->regions), NULL};
    return true;
}

static bool focus_on_department(const struct map_context *context, struct str code, struct focus *out_focus,
                                struct error *err)
{
    const struct territory *department = atlas_department(context->atlas, code);
    if (department == NULL) {
        return error_set(err, ERROR_OUTPUT, "map: department %.*s has no boundary", STR_ARGS(code));
    }
    *out_focus = (struct focus){context->atlas, department, department->region, department};
    return true;
}

/* As wide as asked; as high as the territory needs, up to a limit. */
static struct view focus_view(const struct map_context *context, const struct focus *focus, double width, double height,
                              double margin, struct drawing *out_drawing)
{
    struct extent ground = focus->territory->extent;
    double ratio = (ground.max_y - ground.min_y) / (ground.max_x - ground.min_x);
    height = fmin(height, ceil((width - 2 * margin) * ratio + 2 * margin));
    drawing_init(out_drawing, context->arena, width, height);
    struct box into = {margin, margin, width - margin, height - margin};
    return view_fit(context->atlas, focus->territory->frame, ground, into, (struct point){width, height});
}

struct plan {
    const struct map_context *context;
    const struct points *points;
    const struct focus *focus;
    struct drawing *drawing;
    const struct view *view;
    struct point size;
    struct towns towns;
    struct obstacles taken, texts; /* all that labels avoid; of it, what leaders must not cross */
    struct text_label *labels;
    size_t label_count;
    double small, text, name;
};

/* A label that has its place; leaders are drawn first, then symbols, then texts. */
struct text_label {
    struct str lines[2];         /* the name, on two lines where it fits better so */
    const struct map_unit *unit; /* NULL for a town */
    struct point centre;
    double width, height;
    bool has_leader;
    struct point from;
    struct beside beside;
};

static void draw_ground(const struct plan *p)
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
            department_draw(drawing, p->view, "none", part, unit == NULL ? &bare : unit);
        }
    }
    drawing_group_end(drawing);
    view_territory(drawing, p->view, "b-coast", p->focus->territory);
}

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

/* The box that holds all symbols of the town. */
static struct box town_box(const struct plan *p, const struct town *town)
{
    double half = theme_number(p->context->theme, "map-symbol") + 1;
    if (town->radius > 0) {
        return box_around(town->centre, 2 * town->radius, 2 * town->radius);
    }
    struct point *offsets = NULL;
    rosette_offsets(p->context->arena, town->count, theme_number(p->context->theme, "map-pitch"), &offsets);
    struct box box = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < town->count; i++) {
        box.x0 = fmin(box.x0, town->centre.x + offsets[i].x - half);
        box.x1 = fmax(box.x1, town->centre.x + offsets[i].x + half);
        box.y0 = fmin(box.y0, town->centre.y + offsets[i].y - half);
        box.y1 = fmax(box.y1, town->centre.y + offsets[i].y + half);
    }
    return box;
}

static void keep_label(struct plan *p, const struct text_label *label)
{
    struct box box = label->has_leader ? label->beside.box : box_around(label->centre, label->width, label->height);
    p->labels[p->label_count++] = *label;
    obstacles_add(&p->taken, box);
    obstacles_add(&p->texts, box);
    if (label->has_leader) {
        obstacles_add_line(&p->taken, label->from, label->beside.leader);
        obstacles_add_line(&p->texts, label->from, label->beside.leader);
    }
}

/* Below, right, left, above, then the four corners: the first free place; without one, the symbols' titles tell it. */
static void place_town(struct plan *p, const struct town *town)
{
    struct box b = town_box(p, town);
    double width = theme_text_width(p->context->theme, town->name, p->small, 400), height = p->small + 1;
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, dx = width / 2 + 3, dy = height / 2 + 1;
    struct point centres[] = {{x, b.y1 + dy},        {b.x1 + dx, y},        {b.x0 - dx, y},
                              {x, b.y0 - dy},        {b.x1 + dx, b.y1 + 2}, {b.x0 - dx, b.y1 + 2},
                              {b.x1 + dx, b.y0 - 2}, {b.x0 - dx, b.y0 - 2}};
    for (size_t i = 0; i < sizeof centres / sizeof *centres; i++) {
        struct box box = box_around(centres[i], width, height);
        if (box_is_inside(box, p->size, 2) && !obstacles_meet(&p->taken, box_grown(box, 1))) {
            struct text_label label = {.lines = {town->name}, .centre = centres[i], .width = width, .height = height};
            keep_label(p, &label);
            return;
        }
    }
}

/* The place before which a long name is cut in two: after the hyphen or at the space nearest to its middle. */
static size_t cut_of(struct str name)
{
    size_t best = 0;
    for (size_t i = 1; i + 1 < name.len; i++) {
        size_t cut = name.ptr[i] == '-' ? i + 1 : name.ptr[i] == ' ' ? i : 0;
        size_t off = 2 * cut > name.len ? 2 * cut - name.len : name.len - 2 * cut;
        size_t best_off = 2 * best > name.len ? 2 * best - name.len : name.len - 2 * best;
        best = cut > 0 && off < best_off ? cut : best;
    }
    return best;
}

static struct text_label unit_label(const struct plan *p, const struct map_unit *unit, bool in_two)
{
    size_t cut = in_two ? cut_of(unit->name) : 0;
    struct text_label label = {.unit = unit, .lines = {unit->name}};
    if (cut > 0) {
        label.lines[0] = str_slice(unit->name, 0, cut);
        label.lines[1] = str_trim(str_slice(unit->name, cut, unit->name.len));
    }
    label.width = theme_text_width(p->context->theme, unit->text, p->text, 400);
    for (int i = 0; i < 2; i++) {
        label.width = fmax(label.width, theme_text_width(p->context->theme, label.lines[i], p->name, 600));
    }
    label.height = p->name + (cut > 0 ? p->name + 1 : 0) + (unit->text.len > 0 ? p->text + 4 : 2);
    return label;
}

/* In its department, on one line or two, or outside the territory with a leader when too little would be inside; where
 * all is taken, the title of its area tells it. */
static void place_unit(struct plan *p, const struct map_unit *unit, const struct territory *department,
                       const struct mask *territory)
{
    size_t count = 0;
    struct subpath *rings = view_rings(p->context->arena, p->view, department, &count);
    struct mask inside = mask_of(p->context->arena, rings, count, p->size, 4);
    double radius, share, share_in_two = 0;
    struct text_label label = unit_label(p, unit, false), in_two = unit_label(p, unit, true);
    label.from = in_two.from =
        view_point(p->view, atlas_label_place(p->context->atlas, department, LEVEL_FRANCE, &radius));
    label.centre = label_find(&inside, &p->taken, label.from, label.width, label.height, 2, &share);
    if (share < 1 && in_two.lines[1].len > 0) {
        in_two.centre = label_find(&inside, &p->taken, label.from, in_two.width, in_two.height, 2, &share_in_two);
    }
    if (share_in_two > share) {
        label = in_two;
        share = share_in_two;
    }
    if (share < 0.8) {
        label.has_leader = label_find_beside(territory, &p->taken, &p->texts, label.from, label.width, label.height,
                                             p->size.x / 2, &label.beside);
    }
    if (share > 0 || label.has_leader) {
        keep_label(p, &label);
    }
}

static void draw_label(struct plan *p, const struct text_label *label)
{
    struct box box = label->has_leader ? label->beside.box : box_around(label->centre, label->width, label->height);
    enum anchor anchor = !label->has_leader ? ANCHOR_MIDDLE : label->beside.is_right ? ANCHOR_START : ANCHOR_END;
    double x = anchor == ANCHOR_MIDDLE ? label->centre.x : anchor == ANCHOR_START ? box.x0 : box.x1;
    if (label->unit == NULL) {
        drawing_text(p->drawing, "mute halo", x, label->centre.y + 0.36 * p->small, anchor, p->small, label->lines[0]);
        return;
    }
    double y = box.y0 + p->name - 1;
    drawing_text(p->drawing, "strong halo", x, y, anchor, p->name, label->lines[0]);
    if (label->lines[1].len > 0) {
        y += p->name + 1;
        drawing_text(p->drawing, "strong halo", x, y, anchor, p->name, label->lines[1]);
    }
    if (label->unit->text.len > 0) {
        unit_text(p->drawing, unit_has_value(label->unit) ? "label halo" : "mute halo", x, y + p->text + 3, anchor,
                  p->text, label->unit);
    }
}

static int compare_areas(const void *a, const void *b)
{
    const struct territory *x = *(const struct territory *const *)a, *y = *(const struct territory *const *)b;
    if (x->area_m2 < y->area_m2 || y->area_m2 < x->area_m2) {
        return x->area_m2 < y->area_m2 ? -1 : 1;
    }
    return str_compare(x->code, y->code);
}

/* From the smallest department, which has the least choice. */
static void place_units(struct plan *p, const struct mask *territory)
{
    const struct atlas *atlas = p->context->atlas;
    const struct territory **departments =
        arena_array(p->context->arena, const struct territory *, atlas->department_count);
    size_t count = 0;
    for (size_t i = 0; i < atlas->department_count; i++) {
        if (focus_keeps(p->focus, &atlas->departments[i])) {
            departments[count++] = &atlas->departments[i];
        }
    }
    qsort(departments, count, sizeof *departments, compare_areas);
    for (size_t i = 0; i < count; i++) {
        const struct map_unit *unit = unit_find(p->points->units, p->points->unit_count, departments[i]->code);
        if (unit != NULL && unit->name.len > 0) {
            place_unit(p, unit, departments[i], territory);
        }
    }
}

static struct mask focus_mask(const struct plan *p)
{
    size_t count = 0;
    struct subpath *rings = view_rings(p->context->arena, p->view, p->focus->territory, &count);
    return mask_of(p->context->arena, rings, count, p->size, 4);
}

static void draw_leader(struct plan *p, struct point from, struct point to)
{
    drawing_line(p->drawing, "leader", from.x, from.y, to.x, to.y);
    drawing_circle(p->drawing, "pin", from.x, from.y, 1.5);
}

static void draw_trainings(struct plan *p)
{
    for (size_t i = 0; i < p->towns.count; i++) {
        const struct town *town = &p->towns.towns[i];
        if (hypot(town->centre.x - town->at.x, town->centre.y - town->at.y) > 8) {
            draw_leader(p, town->at, town->centre);
        }
    }
    for (size_t i = 0; i < p->label_count; i++) {
        if (p->labels[i].has_leader) {
            draw_leader(p, p->labels[i].from, p->labels[i].beside.leader);
        }
    }
    towns_draw(p->context, p->points, p->drawing, &p->towns);
    for (size_t i = 0; i < p->label_count; i++) {
        draw_label(p, &p->labels[i]);
    }
}

static bool draw_focus(const struct map_context *context, const struct points *points, const struct focus *focus,
                       struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    const struct theme *theme = context->theme;
    struct map_ledger ledger;
    if (!ledger_fill(context, ENTITY_DEPARTMENT, points->units, points->unit_count, &ledger, err)) {
        return false;
    }
    ledger.absent = (struct map_names){0}; /* of the whole of France: not this map's matter */
    ledger_trainings(context, points, focus_keeps, focus, &ledger);
    struct view view = focus_view(context, focus, theme_number(theme, "map-region-width"),
                                  theme_number(theme, "map-region-height"), 24, out_drawing);
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
    draw_ground(&p);
    struct mask territory = focus_mask(&p);
    draw_scale_bar(&p, &territory);
    for (size_t i = 0; i < p.towns.count; i++) {
        p.towns.towns[i].at = view_point(&view, p.towns.towns[i].position);
    }
    size_t located = 0;
    for (size_t i = 0; i < p.towns.count; i++) {
        located += p.towns.towns[i].count;
    }
    double unit = disc_unit(context, located, p.size);
    if (p.towns.count > POINTS_TOWNS_MAX) {
        towns_gather(context, &p.towns, unit, p.size);
        for (size_t i = 0; i < p.towns.count; i++) {
            obstacles_add(&p.taken, town_box(&p, &p.towns.towns[i]));
        }
    } else {
        towns_spread(context, &p.towns, unit, p.size, &p.taken);
    }
    p.labels = arena_array(context->arena, struct text_label, p.towns.count + context->atlas->department_count);
    for (size_t i = 0; i < p.towns.count; i++) {
        place_town(&p, &p.towns.towns[i]);
    }
    if (focus->department == NULL) {
        place_units(&p, &territory);
    }
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
    return focus_on_region(context, region, &focus, err) &&
           draw_focus(context, points, &focus, out_drawing, out_ledger, err);
}

bool points_draw_department(const struct map_context *context, const struct points *points, struct str department,
                            struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct focus focus;
    return focus_on_department(context, department, &focus, err) &&
           draw_focus(context, points, &focus, out_drawing, out_ledger, err);
}

/* ---- A region on a phone ---- */

static size_t trainings_in(const struct points *points, struct str department)
{
    size_t count = 0;
    for (size_t i = 0; i < points->training_count; i++) {
        count += points->trainings[i].is_located && str_equal(points->trainings[i].department, department);
    }
    return count;
}

static void draw_count_circle(struct plan *p, const struct mask *region, const struct territory *department,
                              double radius, size_t count)
{
    double inscribed;
    struct point at = view_point(p->view, atlas_label_place(p->context->atlas, department, LEVEL_FRANCE, &inscribed));
    struct str text = str_format(p->context->arena, "%.*s \u00B7 %zu", STR_ARGS(department->code), count);
    double width = theme_text_width(p->context->theme, text, p->small, 600), height = 2 * radius + p->small + 2;
    double share;
    at = label_find(region, &p->taken, at, fmax(width, 2 * radius), height, 0, &share);
    obstacles_add(&p->taken, box_around(at, fmax(width, 2 * radius), height));
    double top = at.y - height / 2;
    if (count > 0) {
        drawing_circle(p->drawing, "circle", at.x, top + radius, radius);
    }
    drawing_text(p->drawing, "strong halo", at.x, top + 2 * radius + p->small, ANCHOR_MIDDLE, p->small, text);
}

bool points_draw_narrow(const struct map_context *context, const struct points *points, struct str region,
                        struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct focus focus;
    struct map_ledger ledger = {0};
    if (!focus_on_region(context, region, &focus, err)) {
        return false;
    }
    ledger_trainings(context, points, focus_keeps, &focus, &ledger);
    double width = theme_number(context->theme, "map-narrow");
    struct view view = focus_view(context, &focus, width, 1.25 * width, 12, out_drawing);
    struct plan p = {.context = context,
                     .points = points,
                     .focus = &focus,
                     .drawing = out_drawing,
                     .view = &view,
                     .size = {out_drawing->width, out_drawing->height},
                     .taken = {.arena = context->arena},
                     .small = theme_number(context->theme, "map-small")};
    out_drawing->id = points->id;
    out_drawing->title = points->title;
    out_drawing->description = points->description;
    draw_ground(&p);
    size_t most = 1;
    for (size_t i = 0; i < context->atlas->department_count; i++) {
        if (focus_keeps(&focus, &context->atlas->departments[i])) {
            size_t count = trainings_in(points, context->atlas->departments[i].code);
            most = count > most ? count : most;
        }
    }
    struct mask mask = focus_mask(&p);
    double largest = 0.6 * theme_number(context->theme, "map-circle");
    for (size_t i = 0; i < context->atlas->department_count; i++) {
        const struct territory *department = &context->atlas->departments[i];
        if (focus_keeps(&focus, department)) {
            size_t count = trainings_in(points, department->code);
            draw_count_circle(&p, &mask, department, largest * sqrt((double)count / (double)most), count);
        }
    }
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}

/* ---- France ---- */

struct panel_filter {
    const struct map_context *context;
    enum panel panel;
};

static bool panel_keeps(const void *filter, const struct territory *department)
{
    const struct panel_filter *f = filter;
    return panel_shows(f->context, f->panel, department);
}

static bool everything(const void *filter, const struct territory *department)
{
    (void)filter, (void)department;
    return true;
}

/* On the mainland Île-de-France is one disc: its inset has the towns. */
static void gather_idf(const struct map_context *context, const struct points *points, struct towns *towns)
{
    size_t region = region_of_paris(context->atlas), kept = 0, total = 0;
    struct town idf = {.name = points->idf, .department = STR("75")};
    const struct map_training **all = arena_array(context->arena, const struct map_training *, points->training_count);
    for (size_t i = 0; i < towns->count; i++) {
        struct town *town = &towns->towns[i];
        if (atlas_department(context->atlas, town->department)->region != region) {
            towns->towns[kept++] = *town;
            continue;
        }
        for (size_t j = 0; j < town->count; j++) {
            all[total++] = town->trainings[j];
        }
    }
    towns->count = kept;
    if (total > 0) {
        double radius;
        idf.trainings = all;
        idf.count = total;
        idf.position = atlas_label_place(context->atlas, &context->atlas->regions[region], LEVEL_LOCATOR, &radius);
        towns->towns[towns->count++] = idf;
    }
}

static bool draw_france(const struct map_context *context, const void *data, enum panel panel,
                        struct drawing *out_drawing, struct error *err)
{
    const struct points *points = data;
    if (panel == PANEL_WHOLE) {
        if (!panel_compose(context, points, draw_france, &points->frame, points->units, points->unit_count, points->id,
                           out_drawing, err)) {
            return false;
        }
    } else if (panel == PANEL_LEGEND) {
        drawing_init(out_drawing, context->arena, theme_number(context->theme, "map-legend"), 0);
    } else {
        struct view view;
        panel_begin(context, panel, points->id, out_drawing, &view);
        panel_ground_plain(context, out_drawing, &view, panel);
        struct panel_filter filter = {context, panel};
        struct towns towns = towns_of(context, points, panel_keeps, &filter);
        towns.by_department = towns.count > POINTS_DISCS_MAX;
        if (panel == PANEL_MAINLAND) {
            gather_idf(context, points, &towns);
        }
        for (size_t i = 0; i < towns.count; i++) {
            towns.towns[i].at = view_point(&view, towns.towns[i].position);
        }
        double side = theme_number(context->theme, "map-mainland"); /* one scale for all panels */
        double unit = disc_unit(context, points->training_count, (struct point){side, side});
        towns_gather(context, &towns, unit, (struct point){out_drawing->width, out_drawing->height});
        towns_draw(context, points, out_drawing, &towns);
    }
    out_drawing->id = points->id;
    out_drawing->title = points->title;
    out_drawing->description = points->description;
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
