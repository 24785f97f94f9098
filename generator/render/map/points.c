#include "gencarto/render/map/points.h"

#include <math.h>
#include <stdlib.h>

#include "label.h"
#include "panel.h"
#include "town.h"

#define NAME_GAP 6 /* px between a name and the value on its line */

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

/* How a department's name and value are set: one below the other, so with the short name, the name on two lines, or all
 * on one. */
enum label_form { FORM_STACKED, FORM_SHORT, FORM_NAME_IN_TWO, FORM_ONE_LINE, LABEL_FORMS };

/* A label that has its place; leaders are drawn first, then symbols, then texts. */
struct text_label {
    enum label_form form;
    struct str lines[2];         /* the name, the second part of it */
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
            unit_draw(drawing, p->view, "none", ENTITY_DEPARTMENT, part, unit == NULL ? &bare : unit);
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

/* False when the text does not take this form: a name without a short one or a place to cut it, nothing to set beside
 * it. */
static bool unit_label(const struct plan *p, const struct map_unit *unit, enum label_form form,
                       struct text_label *out_label)
{
    const struct theme *theme = p->context->theme;
    size_t cut = form == FORM_NAME_IN_TWO ? cut_of(unit->name) : 0;
    double value = theme_text_width(theme, unit->text, p->text, 400);
    struct text_label label = {
        .form = form, .unit = unit, .lines = {form == FORM_SHORT ? unit->short_name : unit->name}};
    if (label.lines[0].len == 0 || (form == FORM_NAME_IN_TWO && cut == 0) ||
        (form == FORM_ONE_LINE && unit->text.len == 0)) {
        return false;
    }
    if (cut > 0) {
        label.lines[0] = str_slice(unit->name, 0, cut);
        label.lines[1] = str_trim(str_slice(unit->name, cut, unit->name.len));
    }
    for (int i = 0; i < 2; i++) {
        label.width = fmax(label.width, theme_text_width(theme, label.lines[i], p->name, 600));
    }
    label.width = form == FORM_ONE_LINE ? label.width + NAME_GAP + value : fmax(label.width, value);
    bool has_value_below = unit->text.len > 0 && form != FORM_ONE_LINE;
    label.height = p->name + (cut > 0 ? p->name + 1 : 0) + (has_value_below ? p->text + 4 : 2);
    *out_label = label;
    return true;
}

/* In its department, in the form of which most is inside, or outside the territory with a leader when too little would
 * be inside; where all is taken, the title of its area tells it. */
static void place_unit(struct plan *p, const struct map_unit *unit, const struct territory *department,
                       const struct mask *territory)
{
    size_t count = 0;
    struct subpath *rings = view_rings(p->context->arena, p->view, department, &count);
    struct mask inside = mask_of(p->context->arena, rings, count, p->size, 2);
    double radius, share = -1;
    struct point from = view_point(p->view, atlas_label_place(p->context->atlas, department, LEVEL_FRANCE, &radius));
    struct text_label label = {0}, other;
    for (enum label_form form = FORM_STACKED; form < LABEL_FORMS && share < 1; form++) {
        double other_share;
        if (!unit_label(p, unit, form, &other)) {
            continue;
        }
        other.from = from;
        other.centre = label_find(&inside, &p->taken, from, other.width, other.height, 3, &other_share);
        if (other_share > share) {
            label = other;
            share = other_share;
        }
    }
    if (share < 0.8) {
        unit_label(p, unit, FORM_STACKED, &other);
        other.from = from;
        other.has_leader = label_find_beside(territory, &p->taken, &p->texts, from, other.width, other.height,
                                             p->size.x / 2, &other.beside);
        label = other.has_leader ? other : label; /* else in part inside, in the form that is there most */
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
    const char *value_style = unit_has_value(label->unit) ? "label halo" : "mute halo";
    if (label->form == FORM_ONE_LINE) {
        drawing_text(p->drawing, "strong halo", box.x0, y, ANCHOR_START, p->name, label->lines[0]);
        unit_text(p->drawing, value_style, box.x1, y, ANCHOR_END, p->text, label->unit);
        return;
    }
    drawing_text(p->drawing, "strong halo", x, y, anchor, p->name, label->lines[0]);
    if (label->lines[1].len > 0) {
        y += p->name + 1;
        drawing_text(p->drawing, "strong halo", x, y, anchor, p->name, label->lines[1]);
    }
    if (label->unit->text.len > 0) {
        unit_text(p->drawing, value_style, x, y + p->text + 3, anchor, p->text, label->unit);
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

/* How large the map may be, and which towns are discs. */
struct sheet {
    double width, height, margin;
    size_t rosette_max;
};

static struct sheet sheet_wide(const struct theme *theme)
{
    return (struct sheet){theme_number(theme, "map-region-width"), theme_number(theme, "map-region-height"), 24,
                          POINTS_ROSETTE_MAX};
}

static struct sheet sheet_narrow(const struct theme *theme)
{
    double width = theme_number(theme, "map-narrow");
    return (struct sheet){width, 1.25 * width, 12, POINTS_ROSETTE_NARROW};
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
    struct view view = focus_view(context, focus, sheet.width, sheet.height, sheet.margin, out_drawing);
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
        towns_spread(context, &p.towns, unit, sheet.rosette_max, p.size, &p.taken);
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
           draw_focus(context, points, &focus, sheet_wide(context->theme), out_drawing, out_ledger, err);
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

/* ---- A region on a phone ---- */

static size_t trainings_in(const struct points *points, struct str department)
{
    size_t count = 0;
    for (size_t i = 0; i < points->training_count; i++) {
        count += points->trainings[i].is_located && str_equal(points->trainings[i].department, department);
    }
    return count;
}

/* A department's disc with its code and count below. */
struct count_disc {
    const struct territory *department;
    size_t count;
    double radius, width, height;
    struct point from, at;
};

/* The largest first: it has the least choice, and the smaller ones stand round it. */
static int compare_discs(const void *a, const void *b)
{
    const struct count_disc *x = a, *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return str_compare(x->department->code, y->department->code);
}

static struct str disc_text(const struct plan *p, const struct count_disc *disc)
{
    return str_format(p->context->arena, "%.*s \u00B7 %zu", STR_ARGS(disc->department->code), disc->count);
}

static struct count_disc *count_discs(const struct plan *p, double largest, size_t *out_count)
{
    const struct atlas *atlas = p->context->atlas;
    struct count_disc *discs = arena_array(p->context->arena, struct count_disc, atlas->department_count);
    size_t count = 0, most = 1;
    for (size_t i = 0; i < atlas->department_count; i++) {
        if (focus_keeps(p->focus, &atlas->departments[i])) {
            discs[count] = (struct count_disc){.department = &atlas->departments[i],
                                               .count = trainings_in(p->points, atlas->departments[i].code)};
            most = discs[count].count > most ? discs[count].count : most;
            count++;
        }
    }
    for (size_t i = 0; i < count; i++) {
        double inscribed, radius = largest * sqrt((double)discs[i].count / (double)most);
        discs[i].radius = radius;
        discs[i].width = fmax(theme_text_width(p->context->theme, disc_text(p, &discs[i]), p->small, 600), 2 * radius);
        discs[i].height = 2 * radius + p->small + 2;
        discs[i].from = view_point(p->view, atlas_label_place(atlas, discs[i].department, LEVEL_FRANCE, &inscribed));
    }
    qsort(discs, count, sizeof *discs, compare_discs);
    *out_count = count;
    return discs;
}

static struct mask whole_mask(const struct plan *p)
{
    struct point *corners = arena_array(p->context->arena, struct point, 4);
    corners[1].x = corners[2].x = p->size.x;
    corners[2].y = corners[3].y = p->size.y;
    struct subpath whole = {corners, 4, true};
    return mask_of(p->context->arena, &whole, 1, p->size, 4);
}

/* The free place nearest to its own. Leaders stand below all discs. */
static void draw_count_discs(struct plan *p, double largest)
{
    struct mask whole = whole_mask(p);
    size_t count = 0;
    struct count_disc *discs = count_discs(p, largest, &count);
    for (size_t i = 0; i < count; i++) {
        struct count_disc *disc = &discs[i];
        double share;
        disc->at = label_find(&whole, &p->taken, disc->from, disc->width, disc->height, 0, &share);
        obstacles_add(&p->taken, box_around(disc->at, disc->width, disc->height));
    }
    for (size_t i = 0; i < count; i++) {
        struct point middle = {discs[i].at.x, discs[i].at.y - (p->small + 2) / 2};
        if (hypot(middle.x - discs[i].from.x, middle.y - discs[i].from.y) > fmax(discs[i].radius, p->small)) {
            draw_leader(p, discs[i].from, middle);
        }
    }
    for (size_t i = 0; i < count; i++) {
        double top = discs[i].at.y - discs[i].height / 2, radius = discs[i].radius;
        if (discs[i].count > 0) {
            drawing_circle(p->drawing, "circle", discs[i].at.x, top + radius, radius);
        }
        drawing_text(p->drawing, "strong halo", discs[i].at.x, top + 2 * radius + p->small, ANCHOR_MIDDLE, p->small,
                     disc_text(p, &discs[i]));
    }
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
    struct sheet sheet = sheet_narrow(context->theme);
    struct view view = focus_view(context, &focus, sheet.width, sheet.height, sheet.margin, out_drawing);
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
    draw_count_discs(&p, 0.75 * theme_number(context->theme, "map-circle-narrow"));
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}
