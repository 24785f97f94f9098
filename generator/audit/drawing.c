/* What is drawn, measured: the scale is read off the axis (a line and the number beside it), then each bar, point and
 * circle gives a number back, which must be that of its figure. */
#include <math.h>

#include "corners.h"
#include "gencarto/base/number.h"
#include "markup.h"
#include "reader.h"

#define MARKS_MAX  64
#define SHAPES_MAX 512
#define PIXEL      0.12 /* places are written to one decimal */

/* A place on one axis and the number that stands there. */
struct mark {
    double place, value;
};

struct scale {
    struct mark marks[MARKS_MAX];
    size_t count;
    double origin, unit; /* value = (place - origin) / unit */
    bool is_linear;
};

struct bar {
    double x, y, width, height;
    struct str cell; /* "" without its own */
};

struct label {
    double y;
    struct str cell;
};

struct circle {
    double x, y, radius;
    struct str cell;
};

struct drawing {
    struct scale across, up;
    struct bar bars[SHAPES_MAX];
    struct label labels[SHAPES_MAX];
    struct circle circles[SHAPES_MAX];
    struct corner corners[SHAPES_MAX]; /* of lines of figures */
    size_t bar_count, label_count, circle_count, corner_count;
};

/* --- scales --- */

/* "M47.8 356.5h642.6": a line across at y, or one up and down at x. */
static bool read_line(struct str path, double *out_x, double *out_y, bool *out_is_across)
{
    size_t blank = str_index(path, ' ', 0);
    size_t end = blank + 1;
    while (end < path.len && path.ptr[end] != 'h' && path.ptr[end] != 'v' && path.ptr[end] != 'H' &&
           path.ptr[end] != 'V') {
        end++;
    }
    *out_is_across = end < path.len && (path.ptr[end] == 'h' || path.ptr[end] == 'H');
    return str_starts(path, STR("M")) && end < path.len && number_parse_decimal(str_slice(path, 1, blank), out_x) &&
           number_parse_decimal(str_slice(path, blank + 1, end), out_y);
}

static void add_mark(struct scale *scale, double place, double value)
{
    if (scale->count < MARKS_MAX) {
        scale->marks[scale->count++] = (struct mark){place, value};
    }
}

/* From the two marks that are farthest apart; every other one must lie on it. */
static void fit_scale(struct scale *scale)
{
    if (scale->count < 2) {
        return;
    }
    const struct mark *low = &scale->marks[0], *high = &scale->marks[0];
    for (size_t i = 1; i < scale->count; i++) {
        const struct mark *mark = &scale->marks[i];
        low = mark->value < low->value ? mark : low;
        high = mark->value > high->value ? mark : high;
    }
    if (high->value <= low->value || fabs(high->place - low->place) < 10) {
        return;
    }
    scale->unit = (high->place - low->place) / (high->value - low->value);
    scale->origin = low->place - low->value * scale->unit;
    scale->is_linear = true;
    for (size_t i = 0; i < scale->count; i++) {
        double place = scale->origin + scale->marks[i].value * scale->unit;
        scale->is_linear = scale->is_linear && fabs(place - scale->marks[i].place) <= 1;
    }
}

/* --- reading --- */

static void read_bar(struct drawing *drawing, const struct tag *tag)
{
    struct bar bar = {.cell = STR("")};
    struct str class = STR("");
    markup_attribute(tag->attributes, STR("class"), &class);
    markup_attribute(tag->attributes, STR("data-cell"), &bar.cell);
    if (drawing->bar_count < SHAPES_MAX && (str_equal(class, STR("bar")) || bar.cell.len > 0) &&
        markup_number(tag->attributes, STR("x"), &bar.x) && markup_number(tag->attributes, STR("y"), &bar.y) &&
        markup_number(tag->attributes, STR("width"), &bar.width) &&
        markup_number(tag->attributes, STR("height"), &bar.height)) {
        drawing->bars[drawing->bar_count++] = bar;
    }
}

static void read_circle(struct drawing *drawing, const struct tag *tag)
{
    struct circle circle = {0};
    if (drawing->circle_count < SHAPES_MAX && markup_attribute(tag->attributes, STR("data-cell"), &circle.cell) &&
        markup_number(tag->attributes, STR("cx"), &circle.x) && markup_number(tag->attributes, STR("cy"), &circle.y) &&
        markup_number(tag->attributes, STR("r"), &circle.radius)) {
        drawing->circles[drawing->circle_count++] = circle;
    }
}

static void read_label(struct drawing *drawing, const struct tag *tag)
{
    struct label label;
    if (drawing->label_count < SHAPES_MAX && markup_attribute(tag->attributes, STR("data-cell"), &label.cell) &&
        markup_number(tag->attributes, STR("y"), &label.y)) {
        drawing->labels[drawing->label_count++] = label;
    }
}

static void read_corners(struct drawing *drawing, const struct tag *tag)
{
    static const struct str classes[] = {STR_INIT("line"), STR_INIT("line-thin"), STR_INIT("line-partial")};
    struct str class = STR(""), path = STR("");
    markup_attribute(tag->attributes, STR("class"), &class);
    markup_attribute(tag->attributes, STR("d"), &path);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (str_equal(class, classes[i])) {
            drawing->corner_count +=
                corners_read(path, drawing->corners + drawing->corner_count, SHAPES_MAX - drawing->corner_count);
        }
    }
}

/* A number right after a line of the axis is the mark's. */
static void read_mark(struct drawing *drawing, const struct tag *line, struct str text)
{
    struct shown_number number;
    struct str path = STR("");
    double x, y;
    bool is_across;
    markup_attribute(line->attributes, STR("d"), &path);
    if (read_line(path, &x, &y, &is_across) && figures_parse(text, &number)) {
        add_mark(is_across ? &drawing->up : &drawing->across, is_across ? y : x, number.value);
    }
}

static bool is_axis(const struct tag *tag)
{
    struct str class = STR("");
    markup_attribute(tag->attributes, STR("class"), &class);
    return str_equal(tag->name, STR("path")) &&
           (str_equal(class, STR("axis")) || str_equal(class, STR("grid")) || str_equal(class, STR("tick")));
}

static void read_drawing(struct drawing *drawing, struct str svg)
{
    struct tag tag, line = {.is_end = true};
    for (size_t at = 0; markup_next_tag(svg, at, &tag); at = tag.to) {
        if (tag.is_end) {
            continue;
        }
        if (str_equal(tag.name, STR("rect"))) {
            read_bar(drawing, &tag);
        } else if (str_equal(tag.name, STR("circle"))) {
            read_circle(drawing, &tag);
        } else if (str_equal(tag.name, STR("path"))) {
            read_corners(drawing, &tag);
        } else if (str_equal(tag.name, STR("text"))) {
            read_label(drawing, &tag);
            if (!line.is_end) {
                read_mark(drawing, &line, str_slice(svg, tag.to, str_index(svg, '<', tag.to)));
            }
        }
        line = is_axis(&tag) ? tag : (struct tag){.is_end = true};
    }
    fit_scale(&drawing->across);
    fit_scale(&drawing->up);
}

/* --- measuring --- */

struct measure {
    double value, room;
    bool is_known;
};

static struct measure measure_length(const struct scale *scale, double length)
{
    return (struct measure){length / scale->unit, PIXEL / fabs(scale->unit), scale->is_linear};
}

static struct measure measure_place(const struct scale *scale, double place)
{
    return (struct measure){(place - scale->origin) / scale->unit, (PIXEL + 0.5) / fabs(scale->unit), scale->is_linear};
}

static bool agrees(const struct figure *figure, struct measure measure)
{
    return measure.is_known && figure->is_shown && fabs(fabs(measure.value) - fabs(figure->value)) <= measure.room;
}

/* One of the measures must give the figure, where any could be taken. */
static void judge(struct figures *figures, struct str place, struct str cell, struct measure first,
                  struct measure second)
{
    struct figure figure;
    if ((!first.is_known && !second.is_known) || !figures_look_up(figures, cell, &figure)) {
        return;
    }
    figures_measured(figures);
    if (agrees(&figure, first) || agrees(&figure, second)) {
        return;
    }
    struct measure told = first.is_known ? first : second;
    figures_length_fault(figures, place, cell, figures_number_text(figures, number_round(told.value, 2)),
                         figure.is_shown ? figures_number_text(figures, figure.value) : STR("no value"));
}

static const struct measure unknown = {.is_known = false};

/* The cell of the only number that stands beside a bar, when no other bar does. */
static struct str cell_beside(const struct drawing *drawing, const struct bar *bar)
{
    struct str cell = STR("");
    size_t beside = 0;
    for (size_t i = 0; i < drawing->label_count; i++) {
        bool is_beside = drawing->labels[i].y > bar->y && drawing->labels[i].y < bar->y + bar->height + 2;
        beside += is_beside;
        cell = is_beside ? drawing->labels[i].cell : cell;
    }
    for (size_t i = 0; i < drawing->bar_count; i++) {
        beside += &drawing->bars[i] != bar && fabs(drawing->bars[i].y - bar->y) < bar->height;
    }
    return beside == 1 ? cell : STR("");
}

static void judge_bars(struct figures *figures, struct str place, const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->bar_count; i++) {
        const struct bar *bar = &drawing->bars[i];
        struct str cell = bar->cell.len > 0 ? bar->cell : cell_beside(drawing, bar);
        if (cell.len > 0) {
            struct measure across = measure_length(&drawing->across, bar->width);
            struct measure up = bar->cell.len > 0 ? measure_length(&drawing->up, bar->height) : unknown;
            judge(figures, place, cell, across, up);
        }
    }
}

/* Circles of different sizes show their number by their area, all by the same rule. */
static bool judge_areas(struct figures *figures, struct str place, const struct drawing *drawing)
{
    const struct circle *largest = NULL;
    bool differ = false;
    for (size_t i = 0; i < drawing->circle_count; i++) {
        const struct circle *circle = &drawing->circles[i];
        differ = differ || (largest != NULL && fabs(circle->radius - largest->radius) > 2);
        largest = largest == NULL || circle->radius > largest->radius ? circle : largest;
    }
    struct figure figure;
    if (!differ || drawing->across.is_linear || drawing->up.is_linear ||
        !figures_look_up(figures, largest->cell, &figure) || !figure.is_shown || figure.value <= 0) {
        return false;
    }
    double unit = figure.value / (largest->radius * largest->radius);
    for (size_t i = 0; i < drawing->circle_count; i++) {
        double radius = drawing->circles[i].radius;
        double room = unit * (2 * radius + 1) * 0.55 + figure.value * 1.1 / largest->radius;
        judge(figures, place, drawing->circles[i].cell, (struct measure){unit * radius * radius, room, true}, unknown);
    }
    return true;
}

static void judge_circles(struct figures *figures, struct str place, const struct drawing *drawing)
{
    bool are_areas = judge_areas(figures, place, drawing);
    for (size_t i = 0; !are_areas && i < drawing->circle_count; i++) {
        const struct circle *circle = &drawing->circles[i];
        judge(figures, place, circle->cell, measure_place(&drawing->up, circle->y),
              measure_place(&drawing->across, circle->x));
    }
}

/* Is the number one of the figure's own series, in any quarter? */
static bool is_in_series(struct figures *figures, struct str cell, struct measure measure)
{
    struct cell_parts parts;
    struct figure figure;
    for (size_t i = 0; figures_split_cell(cell, &parts) && i < figures->period_count; i++) {
        struct str other = str_format(figures->arena, "%.*s/%.*s/%.*s/%.*s", STR_ARGS(parts.indicator),
                                      STR_ARGS(parts.entity), STR_ARGS(figures->periods[i]), STR_ARGS(parts.breakdown));
        if (figures_look_up(figures, other, &figure) && agrees(&figure, measure)) {
            return true;
        }
    }
    return false;
}

/* Is it what a revised figure may be: a multiple of the base; a share of such ones may be anything. */
static bool may_be_revised(const struct figures *figures, struct str cell, struct measure measure)
{
    const struct audit_indicator *indicator = figures_indicator(figures, str_slice(cell, 0, str_index(cell, '/', 0)));
    double base = (double)figures->base;
    bool is_multiple = fabs(measure.value - base * round(measure.value / base)) <= measure.room;
    return figures->has_revisions && (indicator == NULL || !indicator->is_count || is_multiple);
}

static bool is_explained(struct figures *figures, const struct drawing *drawing, const struct corner *corner,
                         struct measure measure)
{
    for (size_t i = 0; i < drawing->circle_count; i++) {
        const struct circle *circle = &drawing->circles[i];
        if (fabs(circle->x - corner->x) <= 0.3 && fabs(circle->y - corner->y) <= 0.3) {
            return true; /* the circle is judged by itself */
        }
    }
    for (size_t i = 0; i < drawing->circle_count; i++) {
        struct str cell = drawing->circles[i].cell;
        if (is_in_series(figures, cell, measure) || may_be_revised(figures, cell, measure)) {
            return true;
        }
    }
    return fabs(measure.value) <= measure.room; /* a line may start at 0 */
}

/* Each corner of a line is a circle, or tells a number of the same figures in another quarter. */
static void judge_corners(struct figures *figures, struct str place, const struct drawing *drawing)
{
    for (size_t i = 0; drawing->up.is_linear && drawing->circle_count > 0 && i < drawing->corner_count; i++) {
        struct arena_mark mark = arena_save(figures->arena);
        struct measure measure = measure_place(&drawing->up, drawing->corners[i].y);
        measure.room =
            (PIXEL + 1) / fabs(drawing->up.unit); /* marks stand on whole pixels, corners add up their steps */
        bool is_fine = is_explained(figures, drawing, &drawing->corners[i], measure);
        figures_measured(figures);
        arena_restore(figures->arena, mark);
        if (!is_fine) {
            figures_length_fault(figures, place, drawing->circles[0].cell,
                                 figures_number_text(figures, number_round(measure.value, 2)),
                                 STR("a figure of the line"));
        }
    }
}

void read_drawings(struct figures *figures, struct str place, struct str content)
{
    struct tag tag;
    struct arena scratch;
    arena_init(&scratch);
    struct drawing *drawing = arena_one(&scratch, struct drawing);
    for (size_t at = str_find(content, STR("<svg"), 0); at < content.len && markup_next_tag(content, at, &tag);
         at = str_find(content, STR("<svg"), at)) {
        at = str_find(content, STR("</svg>"), tag.to);
        *drawing = (struct drawing){.bar_count = 0};
        read_drawing(drawing, str_slice(content, tag.to, at));
        judge_bars(figures, place, drawing);
        judge_circles(figures, place, drawing);
        judge_corners(figures, place, drawing);
    }
    arena_clear(&scratch);
}
