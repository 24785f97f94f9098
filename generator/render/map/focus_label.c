/* The names of towns and departments on the map of a region or a department. */
#include <math.h>
#include <stdlib.h>

#include "focus.h"
#include "memory.h"

#define NAME_GAP 6 /* px between a name and the value on its line */

struct box town_box(const struct plan *p, const struct town *town)
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
void focus_place_town(struct plan *p, const struct town *town)
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
    struct outline rings = view_shape(p->context->arena, p->view, department);
    struct mask inside = mask_of(p->context->arena, rings.subpaths, rings.count, p->size, 2);
    double radius, share = -1;
    struct point from = view_point(p->view, label_place(p->context, department, LEVEL_FRANCE, &radius));
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

void focus_draw_label(const struct plan *p, const struct text_label *label)
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
void focus_place_units(struct plan *p, const struct mask *territory)
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
