/* The trainings of a region, for a phone. */
#include <math.h>
#include <stdlib.h>

#include "focus.h"
#include "memory.h"

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
        discs[i].from = view_point(p->view, label_place(p->context, discs[i].department, LEVEL_FRANCE, &inscribed));
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
            focus_draw_leader(p, discs[i].from, middle);
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
    if (!focus_on_region(context, region, STR(""), &focus, err)) {
        return false;
    }
    ledger_trainings(context, points, focus_keeps, &focus, &ledger);
    struct sheet sheet = sheet_narrow(context->theme);
    struct view view = focus_view(context, &focus, &sheet, out_drawing);
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
    focus_draw_ground(&p);
    draw_count_discs(&p, 0.75 * theme_number(context->theme, "map-circle-narrow"));
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}
