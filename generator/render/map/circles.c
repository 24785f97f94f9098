#include "gencarto/render/map/circles.h"

#include <math.h>
#include <stdlib.h>

#include "memory.h"
#include "panel.h"
#include "shading.h"
#include "size_legend.h"

#define SMALLEST_RADIUS 2.5 /* px: a value above zero stays visible */

/* The count that the circle shows; not a number when there is none to show. */
static double count_of(const struct circles *circles, const struct map_unit *unit)
{
    return circles->shares != NULL ? unit->size : unit_has_value(unit) ? unit->value : NAN;
}

double circles_largest(const struct circles *circles)
{
    double largest = 0;
    for (size_t i = 0; i < circles->unit_count; i++) {
        bool on_map = !str_equal(circles->units[i].code, STR(TERRITORY_NOT_LOCATED));
        double count = count_of(circles, &circles->units[i]);
        if (on_map && count > 0) {
            largest = fmax(largest, count);
        }
    }
    return largest;
}

static double largest_value(const struct circles *circles)
{
    return circles->largest > 0 ? circles->largest : circles_largest(circles);
}

static double radius_of(const struct map_context *context, double value, double largest)
{
    return largest > 0 ? theme_number(context->theme, "map-circle") * sqrt(value / largest) : 0;
}

struct placed_circle {
    const struct map_unit *unit;
    const char *style;
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
    struct mark *mark = drawing_add(drawing, MARK_CIRCLE, circle->style);
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

/* In the colour of its share where there is one; a secret is hatched. */
static const char *circle_style(const struct map_context *context, const struct shading *shading,
                                const struct map_unit *unit)
{
    if (shading != NULL) {
        return str_format(context->arena, "%s symbol", shading_style(shading, unit)).ptr;
    }
    return unit_has_value(unit) ? "circle" : "hatch symbol";
}

static void draw_circles(const struct map_context *context, const struct circles *circles,
                         const struct shading *shading, enum panel panel, struct drawing *drawing,
                         const struct view *view)
{
    struct placed_circle *placed = arena_array(context->arena, struct placed_circle, circles->unit_count);
    double largest = largest_value(circles), unused;
    size_t count = 0;
    for (size_t i = 0; i < circles->unit_count; i++) {
        const struct map_unit *unit = &circles->units[i];
        const struct territory *territory = circles->kind == ENTITY_REGION
                                                ? atlas_region(context->atlas, unit->code)
                                                : atlas_department(context->atlas, unit->code);
        bool is_secret = circles->shares == NULL && unit->status == STATUS_CONFIDENTIAL;
        double value = count_of(circles, unit);
        if ((is_secret || value > 0) && is_shown(context, circles, panel, territory)) {
            double radius = is_secret ? SMALLEST_RADIUS : radius_of(context, value, largest);
            placed[count++] =
                (struct placed_circle){unit, circle_style(context, shading, unit),
                                       view_point(view, label_place(context, territory, LEVEL_FRANCE, &unused)),
                                       fmax(radius, SMALLEST_RADIUS)};
        }
    }
    qsort(placed, count, sizeof *placed, compare_circles);
    for (size_t i = 0; i < count; i++) {
        draw_circle(drawing, circles->kind, &placed[i]);
    }
}

/* ---- Legend ---- */

/* `unit` is the radius in pixels of the count 1. */
static void draw_legend(const struct map_context *context, const struct circles *circles, const struct shading *shading,
                        double unit, struct drawing *drawing)
{
    double size = theme_number(context->theme, "map-text"), y = 0;
    drawing_init(drawing, context->arena, theme_number(context->theme, "map-legend"), 0);
    if (shading != NULL) {
        y = shading_legend(context, shading, LEGEND_DISCS, 0, drawing) + 12;
    }
    drawing_text(drawing, "strong", 0, y + 12, ANCHOR_START, size, circles->legend_title);
    drawing->height = size_legend_draw(context, drawing, 0, y + 24, unit, largest_value(circles)) + 4;
}

static const struct shading *shading_of(const struct map_context *context, const struct circles *circles)
{
    if (circles->shares == NULL) {
        return NULL;
    }
    struct shading *shading = arena_one(context->arena, struct shading);
    *shading = shading_make(context, circles->shares);
    return shading;
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
    const struct shading *shading = shading_of(context, circles);
    if (panel == PANEL_LEGEND) {
        draw_legend(context, circles, shading, radius_of(context, 1, largest_value(circles)), out_drawing);
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
        draw_circles(context, circles, shading, panel, out_drawing, &view);
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

/* ---- Dorling ---- */

#define FILLED 0.30 /* of the mainland's square, by the circles: the rest is the shape of the country */
enum { ROUNDS = 400 };

struct ball {
    struct placed_circle circle;
    struct point home;
};

static int compare_balls(const void *a, const void *b)
{
    return compare_circles(&((const struct ball *)a)->circle, &((const struct ball *)b)->circle);
}

/* Two that overlap move apart, the heavier less. */
static void part(struct ball *a, struct ball *b)
{
    struct placed_circle *p = &a->circle, *q = &b->circle;
    double dx = q->at.x - p->at.x, dy = q->at.y - p->at.y, wanted = p->radius + q->radius + 1;
    if (fabs(dx) >= wanted || fabs(dy) >= wanted) {
        return; /* most pairs, without a root */
    }
    double apart = hypot(dx, dy);
    if (apart >= wanted) {
        return;
    }
    double ux = apart > 0 ? dx / apart : 1, uy = apart > 0 ? dy / apart : 0;
    double share = q->radius * q->radius / (p->radius * p->radius + q->radius * q->radius), by = wanted - apart;
    p->at = (struct point){p->at.x - ux * by * share, p->at.y - uy * by * share};
    q->at = (struct point){q->at.x + ux * by * (1 - share), q->at.y + uy * by * (1 - share)};
}

static void settle(struct ball *balls, size_t count, struct point size)
{
    for (int round = 0; round < ROUNDS; round++) {
        double pull = fmax(0, 0.15 * (1 - 1.25 * round / ROUNDS)); /* home at first; in the end only apart */
        for (size_t i = 0; i < count; i++) {
            struct point *at = &balls[i].circle.at;
            at->x += pull * (balls[i].home.x - at->x);
            at->y += pull * (balls[i].home.y - at->y);
        }
        for (size_t i = 0; i < count; i++) {
            for (size_t j = i + 1; j < count; j++) {
                part(&balls[i], &balls[j]);
            }
            struct placed_circle *c = &balls[i].circle;
            c->at.x = fmin(fmax(c->at.x, c->radius + 1), size.x - c->radius - 1);
            c->at.y = fmin(fmax(c->at.y, c->radius + 1), size.y - c->radius - 1);
        }
    }
}

static const struct territory *territory_of(const struct map_context *context, const struct circles *circles,
                                            const struct map_unit *unit)
{
    return circles->kind == ENTITY_REGION ? atlas_region(context->atlas, unit->code)
                                          : atlas_department(context->atlas, unit->code);
}

static double sum_of(const struct map_context *context, const struct circles *circles)
{
    double sum = 0;
    for (size_t i = 0; i < circles->unit_count; i++) {
        double count = count_of(circles, &circles->units[i]);
        sum += territory_of(context, circles, &circles->units[i]) != NULL && count > 0 ? count : 0;
    }
    return sum;
}

static size_t make_balls(const struct map_context *context, const struct circles *circles,
                         const struct shading *shading, const struct view *view, double unit, struct point size,
                         struct ball *balls)
{
    size_t count = 0;
    double unused;
    for (size_t i = 0; i < circles->unit_count; i++) {
        const struct map_unit *u = &circles->units[i];
        const struct territory *territory = territory_of(context, circles, u);
        double value = count_of(circles, u);
        bool is_secret = circles->shares == NULL && u->status == STATUS_CONFIDENTIAL;
        if (territory == NULL || !(is_secret || value > 0)) {
            continue;
        }
        struct point at = view_point(view, label_place(context, territory, LEVEL_LOCATOR, &unused));
        if (territory->frame != FRAME_MAINLAND) {
            double rank = (double)(territory->frame - FRAME_GUADELOUPE);
            at = (struct point){size.x * 0.05, size.y * (0.60 + 0.085 * rank)};
        }
        double radius = fmax(is_secret ? 0 : unit * sqrt(value), SMALLEST_RADIUS);
        balls[count++] = (struct ball){{u, circle_style(context, shading, u), at, radius}, at};
    }
    qsort(balls, count, sizeof *balls, compare_balls);
    return count;
}

/* The code in its circle, where it fits. */
static void draw_code(const struct map_context *context, struct drawing *drawing, const struct ball *ball,
                      const char *style)
{
    double size = theme_number(context->theme, "map-small");
    struct str code = ball->circle.unit->code;
    if (theme_text_width(context->theme, code, size, 600) + 4 <= 2 * ball->circle.radius) {
        drawing_text(drawing, style, ball->circle.at.x, ball->circle.at.y + 0.36 * size, ANCHOR_MIDDLE, size, code);
    }
}

bool dorling_draw(const struct map_context *context, const struct circles *circles, enum dorling_size size,
                  struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err)
{
    struct map_ledger ledger;
    if (!ledger_fill(context, circles->kind, circles->units, circles->unit_count, &ledger, err)) {
        return false;
    }
    bool is_narrow = size == DORLING_NARROW;
    double side = theme_number(context->theme, is_narrow ? "map-narrow" : "map-mainland");
    struct point field = {side, side};
    struct view view;
    panel_begin(context, PANEL_MAINLAND, field, (struct box){side / 12, 0, side, side}, circles->id, out_drawing,
                &view);
    const struct shading *shading = shading_of(context, circles);
    double sum = sum_of(context, circles), unit = sum > 0 ? side * sqrt(FILLED / (3.141592653589793 * sum)) : 0;
    struct ball *balls = arena_array(context->arena, struct ball, circles->unit_count);
    size_t count = make_balls(context, circles, shading, &view, unit, field, balls);
    settle(balls, count, field);
    for (size_t i = 0; i < count; i++) {
        draw_circle(out_drawing, circles->kind, &balls[i].circle);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_plain = shading == NULL && unit_has_value(balls[i].circle.unit);
        const char *style =
            is_plain ? "in-bar"
                     : text_styles_on(shading == NULL ? "hatch" : shading_style(shading, balls[i].circle.unit)).strong;
        draw_code(context, out_drawing, &balls[i], style);
    }
    struct drawing legend;
    draw_legend(context, circles, shading, unit, &legend);
    double x = is_narrow ? 0 : side + 24, y = is_narrow ? side + 16 : 8;
    panel_append(out_drawing, &legend, x, y);
    out_drawing->width = is_narrow ? fmax(side, legend.width) : x + legend.width;
    out_drawing->height = fmax(side, y + legend.height);
    out_drawing->title = circles->title;
    out_drawing->description = circles->description;
    if (out_ledger != NULL) {
        *out_ledger = ledger;
    }
    return true;
}
