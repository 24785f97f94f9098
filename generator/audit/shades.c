/* Shapes without an axis: shades of maps, tiles and tables, parts of a bar of 100 %, circles of territories. What they
 * tell together must be what the figures tell. */
#include <math.h>

#include "markup.h"
#include "reader.h"

#define ITEMS_MAX 512
#define CLASSES   10
#define PART_ROOM 0.35 /* units: places and widths have one decimal */
#define PARTS_MAX 16

/* --- shades --- */

/* The values that one shade stands for. */
struct shade {
    double least, most;
    bool is_used;
    struct str name; /* of what has the greatest */
};

struct shades {
    struct shade of_rank[CLASSES]; /* "q1".."q5" */
    char scheme;                   /* 'q' of one colour, 'd' of two; 0 before the first */
};

/* "q3", "q3 symbol", "d1 b-tile": the rank, 0 of another class. */
static size_t rank_of(struct str class, char *out_scheme)
{
    bool is_rank = class.len >= 2 && (class.ptr[0] == 'q' || class.ptr[0] == 'd') && class.ptr[1] >= '1' &&
                   class.ptr[1] <= '9' && (class.len == 2 || class.ptr[2] == ' ');
    *out_scheme = is_rank ? class.ptr[0] : '\0';
    return is_rank ? (size_t)(class.ptr[1] - '0') : 0;
}

static void add_shade(struct shades *shades, size_t rank, struct shown_number number, struct str name)
{
    struct shade *shade = &shades->of_rank[rank];
    double room = 0.5 * pow(10, -number.decimals);
    shade->least = shade->is_used ? fmin(shade->least, number.value + room) : number.value + room;
    shade->name = shade->is_used && shade->most >= number.value - room ? shade->name : name;
    shade->most = shade->is_used ? fmax(shade->most, number.value - room) : number.value - room;
    shade->is_used = true;
}

/* A darker shade is for no lesser value. */
static void judge_shades(struct figures *figures, struct str place, const struct shades *shades)
{
    double most = -HUGE_VAL;
    struct str name = STR("");
    for (size_t rank = 1; rank < CLASSES; rank++) {
        const struct shade *shade = &shades->of_rank[rank];
        if (!shade->is_used) {
            continue;
        }
        figures_measured(figures);
        if (shade->least < most) {
            figures_length_fault(figures, place, name, STR("a lighter shade than a lesser value"),
                                 STR("shades in the order of the figures"));
            return;
        }
        name = shade->most > most ? shade->name : name;
        most = fmax(most, shade->most);
    }
}

/* "Ain : 22,2 %" before an area: its number; false where it has none. */
static bool read_title(struct str title, struct shown_number *out)
{
    size_t colon = str_find(title, STR(": "), 0);
    return colon < title.len && figures_parse(str_slice(title, colon + 2, title.len), out);
}

struct shaded {
    struct str svg, title; /* of the drawing; the text before the element, "" without one */
    struct tag tag, next;  /* the element, and what comes after it */
};

/* An area with its title, or a cell of a table with its number. */
static void read_shaded(struct figures *figures, struct str place, const struct shaded *shaded, struct shades *shades)
{
    struct str class = STR(""), territory, cell;
    struct shown_number number;
    char scheme;
    markup_attribute(shaded->tag.attributes, STR("class"), &class);
    size_t rank = rank_of(class, &scheme);
    if (rank == 0 || (shades->scheme != '\0' && shades->scheme != scheme)) {
        return;
    }
    bool is_area = markup_attribute(shaded->tag.attributes, STR("data-territory"), &territory);
    bool is_cell = str_ends(class, STR(" cell")) && str_equal(shaded->next.name, STR("text")) && !shaded->next.is_end &&
                   markup_attribute(shaded->next.attributes, STR("data-cell"), &cell);
    struct str text = str_slice(shaded->svg, shaded->next.to, str_index(shaded->svg, '<', shaded->next.to));
    if (is_area && shaded->title.len > 0 && !read_title(shaded->title, &number)) {
        figures_length_fault(figures, place, shaded->title, STR("the shade of a number"),
                             STR("none, as it is not shown"));
    } else if ((is_area && shaded->title.len > 0) || (is_cell && figures_parse(text, &number))) {
        shades->scheme = scheme;
        add_shade(shades, rank, number, is_area ? shaded->title : cell);
    }
}

static void read_shades(struct figures *figures, struct str place, struct str svg)
{
    struct shaded shaded = {.svg = svg, .title = {NULL, 0}};
    struct shades shades = {.scheme = '\0'};
    size_t title_end = 0;
    bool has_next = markup_next_tag(svg, 0, &shaded.next);
    while (has_next) {
        shaded.tag = shaded.next;
        has_next = markup_next_tag(svg, shaded.tag.to, &shaded.next);
        if (str_equal(shaded.tag.name, STR("title"))) {
            size_t from = shaded.tag.to;
            shaded.title = shaded.tag.is_end ? shaded.title : str_slice(svg, from, str_index(svg, '<', from));
            title_end = from;
        } else if (!shaded.tag.is_end) {
            if (!has_next) {
                shaded.next = (struct tag){.is_end = true};
            }
            shaded.title = shaded.tag.from == title_end ? shaded.title : STR(""); /* it may be the child of another */
            read_shaded(figures, place, &shaded, &shades);
        }
    }
    judge_shades(figures, place, &shades);
}

/* --- parts of a bar --- */

struct parts {
    struct str cells[PARTS_MAX];
    double widths[PARTS_MAX];
    size_t count;
    double y, left; /* of the bar; where its last part begins */
};

/* Each part is as wide as its share of all of them. */
static void judge_parts(struct figures *figures, struct str place, const struct parts *parts)
{
    struct figure shown[PARTS_MAX];
    double width = 0, sum = 0;
    for (size_t i = 0; i < parts->count; i++) {
        if (!figures_look_up(figures, parts->cells[i], &shown[i]) || !shown[i].is_shown) {
            return;
        }
        width += parts->widths[i];
        sum += shown[i].value;
    }
    for (size_t i = 0; parts->count > 1 && sum > 0 && i < parts->count; i++) {
        figures_measured(figures);
        if (fabs(parts->widths[i] - width * shown[i].value / sum) > PART_ROOM) {
            figures_length_fault(figures, place, parts->cells[i], STR("a part of another width"),
                                 STR("its share of the bar"));
        }
    }
}

static void read_parts(struct figures *figures, struct str place, struct str svg)
{
    struct tag tag;
    struct parts parts = {.count = 0};
    for (size_t at = 0; markup_next_tag(svg, at, &tag); at = tag.to) {
        struct str cell;
        double x, y, width;
        bool is_part = str_equal(tag.name, STR("rect")) && markup_attribute(tag.attributes, STR("data-cell"), &cell) &&
                       markup_number(tag.attributes, STR("x"), &x) && markup_number(tag.attributes, STR("y"), &y) &&
                       markup_number(tag.attributes, STR("width"), &width);
        if (!is_part) {
            continue;
        }
        bool goes_on = parts.count > 0 && parts.count < PARTS_MAX && y == parts.y && x > parts.left;
        if (!goes_on) {
            judge_parts(figures, place, &parts);
            parts = (struct parts){.y = y};
        }
        parts.cells[parts.count] = cell;
        parts.widths[parts.count++] = width;
        parts.left = x;
    }
    judge_parts(figures, place, &parts);
}

/* --- circles of territories --- */

struct circles {
    struct str kinds[ITEMS_MAX], codes[ITEMS_MAX];
    double radii[ITEMS_MAX];
    size_t count;
};

/* Do the areas go by that figure, in the scale of its greatest value? The room is for radii of a tenth, and for the
 * least one that is drawn. What is hidden has circles of one size. */
static bool are_areas_of(struct figures *figures, const struct circles *circles, struct str indicator,
                         struct str period)
{
    double values[ITEMS_MAX], unit = 0, greatest = 0, smallest = HUGE_VAL, of_hidden = 0;
    for (size_t i = 0; i < circles->count; i++) {
        struct figure figure;
        struct str cell = str_format(figures->arena, "%.*s/%.*s:%.*s/%.*s/", STR_ARGS(indicator),
                                     STR_ARGS(circles->kinds[i]), STR_ARGS(circles->codes[i]), STR_ARGS(period));
        if (!figures_look_up(figures, cell, &figure) || (figure.is_shown && figure.value <= 0)) {
            return false;
        }
        values[i] = figure.is_shown ? figure.value : 0;
        if (!figure.is_shown) {
            of_hidden = of_hidden > 0 ? of_hidden : circles->radii[i];
            if (circles->radii[i] != of_hidden) {
                return false;
            }
            continue;
        }
        unit = values[i] > greatest ? circles->radii[i] / sqrt(values[i]) : unit;
        greatest = fmax(greatest, values[i]);
        smallest = fmin(smallest, circles->radii[i]);
    }
    for (size_t i = 0; i < circles->count; i++) {
        double radius = unit * sqrt(values[i]);
        bool is_least = circles->radii[i] <= smallest + PART_ROOM && radius <= circles->radii[i];
        bool is_off = fabs(radius - circles->radii[i]) > 0.02 * radius + PART_ROOM && !is_least;
        if (values[i] > 0 && is_off) {
            return false;
        }
    }
    return greatest > 0;
}

static void judge_circles(struct figures *figures, struct str place, const struct circles *circles)
{
    double least = HUGE_VAL, most = 0;
    for (size_t i = 0; i < circles->count; i++) {
        least = fmin(least, circles->radii[i]);
        most = fmax(most, circles->radii[i]);
    }
    if (circles->count < 3 || most - least < 1) {
        return; /* of one size: they say nothing */
    }
    figures_measured(figures);
    for (size_t i = 0; i < figures->indicator_count; i++) {
        for (size_t k = figures->period_count; figures->indicators[i].is_count && k > 0; k--) {
            struct arena_mark mark = arena_save(figures->arena);
            bool are = are_areas_of(figures, circles, figures->indicators[i].code, figures->periods[k - 1]);
            arena_restore(figures->arena, mark);
            if (are) {
                return;
            }
        }
    }
    figures_length_fault(figures, place, circles->codes[0], STR("circles of other areas"),
                         STR("those of a figure of the territories"));
}

static void read_circles(struct figures *figures, struct str place, struct str svg)
{
    struct tag tag;
    struct circles circles;
    circles.count = 0;
    for (size_t at = 0; circles.count < ITEMS_MAX && markup_next_tag(svg, at, &tag); at = tag.to) {
        size_t i = circles.count;
        circles.count += str_equal(tag.name, STR("circle")) &&
                         markup_attribute(tag.attributes, STR("data-territory"), &circles.codes[i]) &&
                         markup_attribute(tag.attributes, STR("data-kind"), &circles.kinds[i]) &&
                         markup_number(tag.attributes, STR("r"), &circles.radii[i]);
    }
    judge_circles(figures, place, &circles);
}

void read_shapes_together(struct figures *figures, struct str place, struct str content)
{
    struct tag tag;
    for (size_t at = str_find(content, STR("<svg"), 0); at < content.len && markup_next_tag(content, at, &tag);
         at = str_find(content, STR("<svg"), at)) {
        at = str_find(content, STR("</svg>"), tag.to);
        struct str svg = str_slice(content, tag.to, at);
        read_shades(figures, place, svg);
        read_parts(figures, place, svg);
        read_circles(figures, place, svg);
    }
}
