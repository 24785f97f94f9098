/* Shapes that have no cell of their own and no axis: bars of a sparkline, ticks of a strip, corners of a line. Each
 * must be explained by a published series, up to the one scale that all of them share. */
#include <math.h>
#include <stdlib.h>

#include "markup.h"
#include "reader.h"

#define VALUES_MAX 128
#define PIXEL      0.12 /* places are written to one decimal */

struct values {
    double items[VALUES_MAX];
    size_t count;
};

static void add(struct values *values, double value)
{
    if (values->count < VALUES_MAX) {
        values->items[values->count++] = value;
    }
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void sort(struct values *values)
{
    qsort(values->items, values->count, sizeof *values->items, compare_doubles);
}

/* --- published series --- */

static bool value_of(const struct figures *figures, struct arena *scratch, const struct cell_parts *parts,
                     double *out_value)
{
    struct figure figure;
    struct str cell = str_format(scratch, "%.*s/%.*s/%.*s/%.*s", STR_ARGS(parts->indicator), STR_ARGS(parts->entity),
                                 STR_ARGS(parts->period), STR_ARGS(parts->breakdown));
    bool is_known = figures_look_up(figures, cell, &figure) && figure.is_shown;
    *out_value = is_known ? figure.value : 0;
    return is_known;
}

/* Of the same indicator, entity and breakdown, quarter after quarter; those without a value are left out. */
static void series_of(const struct figures *figures, struct arena *scratch, struct cell_parts parts, struct values *out)
{
    double value;
    out->count = 0;
    for (size_t i = 0; i < figures->period_count; i++) {
        parts.period = figures->periods[i];
        if (value_of(figures, scratch, &parts, &value)) {
            add(out, value);
        }
    }
}

/* Of the same indicator and quarter in each region with a place. */
static void regions_of(const struct figures *figures, struct arena *scratch, struct cell_parts parts,
                       struct values *out)
{
    double value;
    out->count = 0;
    for (size_t i = 0; i < figures->region_count; i++) {
        parts.entity = str_format(scratch, "region:%.*s", STR_ARGS(figures->regions[i]));
        if (value_of(figures, scratch, &parts, &value)) {
            add(out, value);
        }
    }
}

/* --- sparklines --- */

/* Bars of one scale from 0: the values that have any length, in their order. */
static bool are_lengths_of(const struct values *lengths, const struct values *series)
{
    double unit = 0, most = 0;
    size_t next = 0;
    for (size_t i = 0; i < series->count; i++) {
        most = fmax(most, fabs(series->items[i]));
    }
    for (size_t i = 0; i < lengths->count; i++) {
        unit = fmax(unit, most > 0 ? lengths->items[i] / most : 0);
    }
    for (size_t i = 0; i < series->count; i++) {
        double length = fabs(series->items[i]) * unit;
        bool is_drawn = next < lengths->count && fabs(lengths->items[next] - length) <= 2 * PIXEL;
        if (!is_drawn && length > PIXEL) {
            return false;
        }
        next += is_drawn && length > 0;
    }
    return next == lengths->count;
}

/* The flow of the entity that stands in the same row of the table as the sparkline. */
static void judge_sparkline(struct figures *figures, struct arena *scratch, struct str place, struct str cell,
                            const struct values *lengths)
{
    struct cell_parts parts;
    struct values series;
    if (!figures_split_cell(cell, &parts)) {
        return;
    }
    figures_measured(figures);
    for (size_t i = 0; i < figures->indicator_count; i++) {
        parts.indicator = figures->indicators[i].code;
        series_of(figures, scratch, parts, &series);
        if (figures->indicators[i].is_personal && are_lengths_of(lengths, &series)) {
            return;
        }
    }
    figures_length_fault(figures, place, cell, STR("a sparkline of other lengths"),
                         STR("those of a figure of the territory"));
}

/* --- strips --- */

/* One line through the least and the greatest: every other must lie on it. */
static bool are_places_of(struct values *places, struct values *series)
{
    if (places->count != series->count || places->count < 3) {
        return places->count == series->count;
    }
    sort(places);
    sort(series);
    size_t last = places->count - 1;
    double span = series->items[last] - series->items[0];
    double unit = span > 0 ? (places->items[last] - places->items[0]) / span : 0;
    for (size_t i = 0; i <= last; i++) {
        double expected = places->items[0] + (series->items[i] - series->items[0]) * unit;
        if (fabs(places->items[i] - expected) > 2 * PIXEL) {
            return false;
        }
    }
    return true;
}

static void judge_strip(struct figures *figures, struct arena *scratch, struct str place, struct str cell,
                        struct values *places)
{
    struct cell_parts parts;
    struct values series;
    if (!figures_split_cell(cell, &parts) || !str_starts(parts.entity, STR("region:"))) {
        return;
    }
    regions_of(figures, scratch, parts, &series);
    figures_measured(figures);
    if (!are_places_of(places, &series)) {
        figures_length_fault(figures, place, cell, STR("ticks at other places"),
                             STR("those of the figures of the regions"));
    }
}

/* --- all of it --- */

struct shapes {
    struct values lengths; /* heights of bars of a sparkline, from the left */
    struct values places;  /* of the ticks of a strip */
    bool is_sparkline, has_cell;
};

static void read_rect(struct shapes *shapes, const struct tag *tag, struct str class)
{
    struct str cell;
    double x, size;
    shapes->has_cell = shapes->has_cell || markup_attribute(tag->attributes, STR("data-cell"), &cell);
    if (str_equal(class, STR("peer")) && markup_number(tag->attributes, STR("x"), &x)) {
        add(&shapes->places, x);
    } else if ((str_equal(class, STR("bar")) || str_equal(class, STR("bar-light"))) &&
               markup_number(tag->attributes, STR("height"), &size)) {
        add(&shapes->lengths, size);
        shapes->is_sparkline = shapes->is_sparkline || str_equal(class, STR("bar-light"));
    }
}

/* A sparkline has nothing but its bars and its base line. */
static void read_shapes(struct str svg, struct shapes *out)
{
    struct tag tag;
    *out = (struct shapes){.has_cell = false};
    for (size_t at = 0; markup_next_tag(svg, at, &tag); at = tag.to) {
        struct str class = STR("");
        markup_attribute(tag.attributes, STR("class"), &class);
        out->has_cell = out->has_cell || str_equal(tag.name, STR("text"));
        if (!tag.is_end && str_equal(tag.name, STR("rect"))) {
            read_rect(out, &tag, class);
        }
    }
}

/* The last cell that is shown before `at`. */
static struct str cell_before(struct str content, size_t from, size_t at)
{
    static const struct str name = STR_INIT("data-cell=\"");
    struct str cell = STR("");
    for (size_t i = str_find(content, name, from); i < at; i = str_find(content, name, i + 1)) {
        size_t open = i + name.len;
        cell = str_slice(content, open, str_index(content, '"', open));
    }
    return cell;
}

void read_series(struct figures *figures, struct str place, struct str content)
{
    struct tag tag;
    struct arena scratch;
    struct shapes shapes;
    size_t before = 0;
    arena_init(&scratch);
    for (size_t at = str_find(content, STR("<svg"), 0); at < content.len && markup_next_tag(content, at, &tag);
         at = str_find(content, STR("<svg"), at)) {
        at = str_find(content, STR("</svg>"), tag.to);
        read_shapes(str_slice(content, tag.to, at), &shapes);
        struct str cell = cell_before(content, before, tag.from);
        if (shapes.is_sparkline && !shapes.has_cell && cell.len > 0) {
            judge_sparkline(figures, &scratch, place, cell, &shapes.lengths);
        } else if (shapes.places.count > 0 && cell.len > 0) {
            judge_strip(figures, &scratch, place, cell, &shapes.places);
        }
        before = tag.from;
    }
    arena_clear(&scratch);
}
