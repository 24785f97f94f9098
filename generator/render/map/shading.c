#include "shading.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "panel.h"

static const char *const sequential_styles[] = {"q1", "q2", "q3", "q4", "q5"};
static const char *const diverging_styles[] = {"d1", "d2", "d3", "d4", "d5"};
static const char *const category_styles[] = {"f1", "f2", "f3", "f4", "f5", "f6", "f7"};
static const char *const bivariate_styles[3][3] = {{"v11", "v12", "v13"}, {"v21", "v22", "v23"}, {"v31", "v32", "v33"}};
enum { CLASS_STYLES = 5 };
#define BIVARIATE_CLASSES ((size_t)3)

/* Classes spread over the five colours of the theme, from the lightest; a sixth class repeats none: there are five. */
static const char *class_style(const char *const *styles, size_t class, size_t count)
{
    if (count <= 1) {
        return styles[2];
    }
    size_t rank = (size_t)floor((double)(class * (CLASS_STYLES - 1)) / (double)(count - 1) + 0.5);
    return styles[rank];
}

/* The classes on each side of the target have the colours of that side, the strongest at the ends; with two on a side
 * both colours serve, with one the lighter. */
static const char *diverging_style(const struct classes *classes, size_t class)
{
    size_t below = classes->has_target ? classes->target + 1 : classes->count / 2, above = classes->count - below;
    if (class < below) {
        return diverging_styles[below - class >= 2 ? 0 : 1];
    }
    size_t from = class - below;
    return diverging_styles[above >= 2 && from + 1 == above ? 4 : 3];
}

/* Which of the five colours made for texts on areas serves on another colour: tests/unit/draw/test_palette.c. */
static const struct {
    const char *area;
    struct text_styles texts;
} texts_on[] = {
    {"q1", {"on-q1 bold", "on-q1"}},  {"q2", {"on-q2 bold", "on-q2"}},  {"q3", {"on-q3 bold", "on-q3"}},
    {"q4", {"on-q4 bold", "on-q4"}},  {"q5", {"on-q5 bold", "on-q5"}},  {"d1", {"on-q5 bold", "on-q5"}},
    {"d2", {"on-q2 bold", "on-q2"}},  {"d3", {"on-q1 bold", "on-q1"}},  {"d4", {"on-q2 bold", "on-q2"}},
    {"d5", {"on-q5 bold", "on-q5"}},  {"v11", {"on-q1 bold", "on-q1"}}, {"v12", {"on-q2 bold", "on-q2"}},
    {"v13", {"on-q2 bold", "on-q2"}}, {"v21", {"on-q2 bold", "on-q2"}}, {"v22", {"on-q2 bold", "on-q2"}},
    {"v23", {"on-q5 bold", "on-q5"}}, {"v31", {"on-q2 bold", "on-q2"}}, {"v32", {"on-q5 bold", "on-q5"}},
    {"v33", {"on-q5 bold", "on-q5"}},
};

struct text_styles text_styles_on(const char *area_style)
{
    for (size_t i = 0; i < sizeof texts_on / sizeof *texts_on; i++) {
        if (str_equal(str_from(area_style), str_from(texts_on[i].area))) {
            return texts_on[i].texts;
        }
    }
    return (struct text_styles){"strong halo", "label halo"};
}

static bool is_on_map(const struct map_unit *unit)
{
    return !str_equal(unit->code, STR(TERRITORY_NOT_LOCATED));
}

/* Of the classes [from, to) the bound after the one that parts their values most evenly; `to` - 1 when there is none.
 */
static size_t even_bound(const struct classes *classes, size_t from, size_t to)
{
    size_t whole = 0, below = 0, best = from, best_gap = SIZE_MAX;
    for (size_t i = from; i < to; i++) {
        whole += classes->members[i];
    }
    for (size_t i = from; i + 1 < to; i++) {
        below += classes->members[i];
        size_t gap = 2 * below > whole ? 2 * below - whole : whole - 2 * below;
        best = gap < best_gap ? i : best;
        best_gap = gap < best_gap ? gap : best_gap;
    }
    return best;
}

/* There are two colours on each side of the target, or of the middle: more classes than that are joined. */
static struct classes two_a_side(const struct classes *classes)
{
    size_t middle = classes->has_target ? classes->target + 1 : classes->count / 2;
    struct classes joined = {.count = 1, .decimals = classes->decimals, .target_decimals = classes->target_decimals};
    for (size_t i = 0; i < classes->count; i++) {
        joined.members[joined.count - 1] += classes->members[i];
        bool is_low = i + 1 < middle && i == even_bound(classes, 0, middle);
        bool is_high = i >= middle && i + 1 < classes->count && i == even_bound(classes, middle, classes->count);
        bool is_middle = i + 1 == middle && i + 1 < classes->count;
        if (is_low || is_high || is_middle) {
            joined.has_target = joined.has_target || (is_middle && classes->has_target);
            joined.target = is_middle ? joined.count - 1 : joined.target;
            joined.bounds[joined.count - 1] = classes->bounds[i];
            joined.count++;
        }
    }
    return joined;
}

static struct classes classes_of_values(const struct map_context *context, const struct choropleth *map, bool second)
{
    double *values = arena_array(context->arena, double, map->unit_count);
    size_t count = 0;
    for (size_t i = 0; i < map->unit_count; i++) {
        if (unit_has_value(&map->units[i]) && is_on_map(&map->units[i])) {
            double value = second ? map->units[i].second : map->units[i].value;
            values[count] = value;
            count += isnan(value) ? 0 : 1;
        }
    }
    if (map->scheme == SCHEME_BIVARIATE) {
        return classes_make(context->arena, values, count,
                            map->method == CLASSES_FIXED ? CLASSES_QUANTILES : map->method, BIVARIATE_CLASSES, NAN,
                            NULL, 0);
    }
    struct classes classes = classes_make(context->arena, values, count, map->method, map->class_count, map->target,
                                          map->fixed, map->fixed_count);
    return map->scheme == SCHEME_DIVERGING ? two_a_side(&classes) : classes;
}

struct shading shading_make(const struct map_context *context, const struct choropleth *map)
{
    struct shading shading = {.map = map};
    if (map->scheme != SCHEME_CATEGORIES) {
        shading.classes = classes_of_values(context, map, false);
    }
    if (map->scheme == SCHEME_BIVARIATE) {
        shading.second = classes_of_values(context, map, true);
    }
    return shading;
}

const char *shading_style(const struct shading *shading, const struct map_unit *unit)
{
    const struct choropleth *map = shading->map;
    if (!unit_has_value(unit)) {
        return unit->status == STATUS_CONFIDENTIAL ? "hatch" : "none";
    }
    size_t class = classes_of(&shading->classes, unit->value);
    switch (map->scheme) {
    case SCHEME_CATEGORIES: {
        bool is_known =
            unit->category >= 1 && unit->category <= map->category_count && unit->category <= CATEGORIES_MAX;
        return is_known ? category_styles[unit->category - 1] : "none";
    }
    case SCHEME_BIVARIATE:
        return isnan(unit->second) ? "hatch" : bivariate_styles[class][classes_of(&shading->second, unit->second)];
    case SCHEME_DIVERGING:
        return diverging_style(&shading->classes, class);
    default:
        return class_style(sequential_styles, class, shading->classes.count);
    }
}

/* ---- Legend ---- */

/* The pattern with its "{}" replaced, in turn, by the bounds. */
static struct str fill_pattern(const struct map_context *context, struct str pattern, const double *bounds,
                               int decimals)
{
    struct buf text;
    buf_init(&text, context->arena);
    for (size_t from = 0, filled = 0; from < pattern.len; filled++) {
        size_t at = str_find(pattern, STR("{}"), from);
        buf_add(&text, str_slice(pattern, from, at));
        if (at < pattern.len) {
            typography_number(&text, bounds[filled], decimals, context->language);
        }
        from = at + 2;
    }
    return buf_str(&text);
}

/* Whole, and not above any value on the map: a class that is alone has no bound. */
static double lowest_of(const struct choropleth *map)
{
    double lowest = HUGE_VAL;
    for (size_t i = 0; i < map->unit_count; i++) {
        if (is_on_map(&map->units[i]) && unit_has_value(&map->units[i])) {
            lowest = fmin(lowest, floor(map->units[i].value));
        }
    }
    return lowest;
}

static struct str class_words(const struct map_context *context, const struct choropleth *map,
                              const struct classes *classes, size_t class)
{
    if (classes->count == 1) {
        double lowest = lowest_of(map);
        return fill_pattern(context, map->words.above, &lowest, 0);
    }
    struct str pattern = class == 0                   ? map->words.below
                         : class + 1 < classes->count ? map->words.between
                                                      : map->words.above;
    return fill_pattern(context, pattern, &classes->bounds[class == 0 ? 0 : class - 1], classes->decimals);
}

struct legend {
    const struct map_context *context;
    const struct shading *shading;
    struct drawing *drawing;
    enum legend_shape shape;
    double y;
};

static double text_size(const struct legend *legend)
{
    return theme_number(legend->context->theme, "map-text");
}

static void draw_count(const struct map_context *context, struct drawing *drawing, double y, size_t count)
{
    struct buf text;
    buf_init(&text, context->arena);
    typography_int(&text, (int64_t)count, context->language);
    drawing_text(drawing, "label", drawing->width, y, ANCHOR_END, theme_number(context->theme, "map-text"),
                 buf_str(&text));
}

/* The place to cut words that are wider: the last space before which they fit; their length when they do. */
static size_t words_cut(const struct map_context *context, struct str words, double width)
{
    double size = theme_number(context->theme, "map-text");
    size_t cut = words.len;
    while (cut > 0 && theme_text_width(context->theme, str_slice(words, 0, cut), size, 400) > width) {
        cut--;
        while (cut > 0 && words.ptr[cut] != ' ') {
            cut--;
        }
    }
    return cut == 0 ? words.len : cut;
}

static void draw_swatch(const struct legend *legend, const char *style, double y, double height)
{
    struct arena *arena = legend->drawing->arena;
    if (legend->shape == LEGEND_BOXES) {
        drawing_rect(legend->drawing, str_format(arena, "%s b-tile", style).ptr, 0.5, y, 40, height);
    } else if (strcmp(style, "none") != 0) { /* what has no value has no disc on the map either */
        struct mark *disc = drawing_add(legend->drawing, MARK_CIRCLE, str_format(arena, "%s symbol", style).ptr);
        disc->x = 20.5;
        disc->y = y + height / 2;
        disc->radius = 9;
    }
}

/* Words too long for their line go on below it. Gives how much lower the box reaches for that. */
static double draw_box(const struct legend *legend, const char *style, double y, double height, struct str words,
                       size_t count)
{
    struct drawing *drawing = legend->drawing;
    double size = text_size(legend);
    size_t cut = words_cut(legend->context, words, drawing->width - 56 - 28);
    double more = cut < words.len ? size + 3 : 0;
    draw_swatch(legend, style, y, height);
    drawing_text(drawing, "label", 56, y + height / 2 + 4, ANCHOR_START, size, str_slice(words, 0, cut));
    if (more > 0) {
        drawing_text(drawing, "label", 56, y + height / 2 + 4 + more, ANCHOR_START, size,
                     str_trim(str_slice(words, cut, words.len)));
    }
    draw_count(legend->context, drawing, y + height / 2 + 4, count);
    return more;
}

/* The target is a line between two boxes, its word on the line. */
static void draw_target(const struct map_context *context, struct drawing *drawing, const struct choropleth *map,
                        const struct classes *classes, double y)
{
    double size = theme_number(context->theme, "map-text");
    struct str words =
        fill_pattern(context, map->words.target, &classes->bounds[classes->target], classes->target_decimals);
    double left = drawing->width - 36 - theme_text_width(context->theme, words, size, 600);
    drawing_line(drawing, "target-rule", 0, y, 48, y);
    drawing_line(drawing, "target-thin", 48, y, left - 4, y);
    drawing_text(drawing, "target-text", left, y + 4, ANCHOR_START, size, words);
}

/* Whether any value is classed: the legend of none would have words without a meaning. */
static bool has_members(const struct classes *classes)
{
    return classes->count > 1 || classes->members[0] > 0;
}

static void draw_classes(struct legend *legend)
{
    const struct classes *classes = &legend->shading->classes;
    const struct choropleth *map = legend->shading->map;
    double top = legend->y;
    if (!has_members(classes)) {
        return;
    }
    for (size_t class = classes->count; class -- > 0; legend->y += 28) {
        const char *style = map->scheme == SCHEME_DIVERGING ? diverging_style(classes, class)
                                                            : class_style(sequential_styles, class, classes->count);
        draw_box(legend, style, legend->y, 28, class_words(legend->context, map, classes, class),
                 classes->members[class]);
    }
    if (classes->has_target) {
        draw_target(legend->context, legend->drawing, map, classes,
                    top + 28 * (double)(classes->count - 1 - classes->target));
    }
}

static void draw_categories(struct legend *legend)
{
    const struct choropleth *map = legend->shading->map;
    for (size_t i = 0; i < map->category_count && i < CATEGORIES_MAX; i++) {
        size_t count = 0;
        for (size_t j = 0; j < map->unit_count; j++) {
            count += unit_has_value(&map->units[j]) && is_on_map(&map->units[j]) && map->units[j].category == i + 1;
        }
        legend->y += 28 + draw_box(legend, category_styles[i], legend->y, 20, map->categories[i], count);
    }
}

/* Nine squares; the first share grows to the right, the second upwards. The bounds stand where the squares meet. */
static void draw_nine(struct legend *legend)
{
    const double side = 36, left = 64;
    const struct shading *shading = legend->shading;
    double size = text_size(legend), top = legend->y + size + 8;
    if (!has_members(&shading->classes)) {
        return;
    }
    drawing_text(legend->drawing, "label", 0, legend->y + size, ANCHOR_START, size, shading->map->words.second);
    for (size_t x = 0; x < BIVARIATE_CLASSES; x++) {
        for (size_t y = 0; y < BIVARIATE_CLASSES; y++) {
            const char *style = str_format(legend->context->arena, "%s b-tile", bivariate_styles[x][y]).ptr;
            drawing_rect(legend->drawing, style, left + side * (double)x, top + side * (double)(2 - y), side, side);
        }
    }
    for (size_t k = 0; k + 1 < BIVARIATE_CLASSES; k++) {
        double at = side * (double)(k + 1);
        if (k + 1 < shading->classes.count) {
            drawing_text(
                legend->drawing, "mute", left + at, top + 3 * side + size + 4, ANCHOR_MIDDLE, size,
                fill_pattern(legend->context, STR("{}"), &shading->classes.bounds[k], shading->classes.decimals));
        }
        if (k + 1 < shading->second.count) {
            drawing_text(
                legend->drawing, "mute", left - 6, top + 3 * side - at + 4, ANCHOR_END, size,
                fill_pattern(legend->context, STR("{}"), &shading->second.bounds[k], shading->second.decimals));
        }
    }
    legend->y = top + 3 * side + 2 * size + 10;
    drawing_text(legend->drawing, "label", left, legend->y, ANCHOR_START, size, shading->map->words.title);
    legend->y += 12;
}

/* ---- Histogram: one block a unit, in the colour of its class ---- */

static int compare_by_value(const void *a, const void *b)
{
    const struct map_unit *x = *(const struct map_unit *const *)a, *y = *(const struct map_unit *const *)b;
    if (x->value < y->value || y->value < x->value) {
        return x->value < y->value ? -1 : 1;
    }
    return str_compare(x->code, y->code);
}

enum { HISTOGRAM_BINS = 28, HISTOGRAM_HEIGHT = 72 };

/* The blocks of one colour are one path. `first` is the lowest block of the first bin, with a pixel to the next bin and
 * half a one to the next block. Units are in the order of their values, so those of a colour follow each other. */
static void draw_blocks(const struct legend *legend, const struct map_unit *const *units, const size_t *bins,
                        size_t count, struct box first)
{
    struct arena *arena = legend->context->arena;
    struct drawing *drawing = legend->drawing;
    double width = first.x1 - first.x0 + 1, height = first.y1 - first.y0 + 0.5;
    size_t done[HISTOGRAM_BINS] = {0};
    struct subpath *blocks = arena_array(arena, struct subpath, count);
    drawing_group_begin(drawing, "b-tile");
    for (size_t i = 0; i < count; i++) {
        double x = width * (double)bins[i], y = height * (double)done[bins[i]]++;
        struct box box = {first.x0 + x, first.y0 - y, first.x1 + x, first.y1 - y};
        struct point corners[] = {{box.x0, box.y0}, {box.x1, box.y0}, {box.x1, box.y1}, {box.x0, box.y1}};
        struct point *points = arena_array(arena, struct point, 4);
        memcpy(points, corners, sizeof corners);
        blocks[i] = (struct subpath){points, 4, true};
        const char *style = shading_style(legend->shading, units[i]);
        struct mark *last = &drawing->marks[drawing->count - 1];
        if (i == 0 || !str_equal(last->style, str_from(style))) {
            last = drawing_add(drawing, MARK_PATH, style);
            last->subpaths = &blocks[i];
        }
        last->subpath_count++;
    }
    drawing_group_end(drawing);
}

static void draw_histogram(struct legend *legend)
{
    const struct choropleth *map = legend->shading->map;
    const struct classes *classes = &legend->shading->classes;
    const struct map_unit **units = arena_array(legend->context->arena, const struct map_unit *, map->unit_count);
    size_t count = 0, filled[HISTOGRAM_BINS] = {0}, most = 1;
    for (size_t i = 0; i < map->unit_count; i++) {
        if (unit_has_value(&map->units[i]) && is_on_map(&map->units[i])) {
            units[count++] = &map->units[i];
        }
    }
    if (count < 2) {
        return;
    }
    qsort(units, count, sizeof *units, compare_by_value);
    double low = units[0]->value, range = units[count - 1]->value - low, size = text_size(legend);
    double width = (legend->drawing->width - 40) / HISTOGRAM_BINS, foot = legend->y + HISTOGRAM_HEIGHT;
    size_t *bins = arena_array(legend->context->arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        double place = range > 0 ? (units[i]->value - low) / range * HISTOGRAM_BINS : 0;
        bins[i] = place >= HISTOGRAM_BINS ? HISTOGRAM_BINS - 1 : (size_t)place;
        most = ++filled[bins[i]] > most ? filled[bins[i]] : most;
    }
    double height = fmin(8, HISTOGRAM_HEIGHT / (double)most);
    draw_blocks(legend, units, bins, count, (struct box){20, foot - height, 20 + width - 1, foot - 0.5});
    drawing_line(legend->drawing, "axis", 20, foot + 0.5, legend->drawing->width - 20, foot + 0.5);
    double last_end = -HUGE_VAL;
    for (size_t k = 0; k + 1 < classes->count && range > 0; k++) {
        struct str text = fill_pattern(legend->context, STR("{}"), &classes->bounds[k], classes->decimals);
        double x = 20 + (classes->bounds[k] - low) / range * width * HISTOGRAM_BINS;
        double half = theme_text_width(legend->context->theme, text, size, 400) / 2;
        bool is_target = classes->has_target && classes->target == k;
        if (x < 20 || x > legend->drawing->width - 20) {
            continue;
        }
        drawing_line(legend->drawing, is_target ? "target-rule" : "axis", x, foot, x, foot + 5);
        if (x - half > last_end + 4) {
            drawing_text(legend->drawing, "mute", x, foot + 6 + size, ANCHOR_MIDDLE, size, text);
            last_end = x + half;
        }
    }
    legend->y = foot + 2 * size + 10;
}

double shading_legend(const struct map_context *context, const struct shading *shading, enum legend_shape shape,
                      double y, struct drawing *drawing)
{
    const struct choropleth *map = shading->map;
    struct legend legend = {context, shading, drawing, shape, y + 26.5};
    double size = text_size(&legend);
    size_t secret = 0, empty = 0;
    for (size_t i = 0; i < map->unit_count; i++) {
        bool lacks = is_on_map(&map->units[i]) && !unit_has_value(&map->units[i]);
        secret += lacks && map->units[i].status == STATUS_CONFIDENTIAL;
        empty += lacks && map->units[i].status != STATUS_CONFIDENTIAL;
    }
    if (map->scheme == SCHEME_BIVARIATE) {
        legend.y = y;
        draw_nine(&legend);
    } else {
        drawing_text(drawing, "strong", 0, y + 12, ANCHOR_START, size, map->words.title);
        drawing_text(drawing, "mute", drawing->width, y + 12, ANCHOR_END, size, map->words.unit);
        if (map->scheme == SCHEME_CATEGORIES) {
            draw_categories(&legend);
        } else {
            if (map->has_histogram) {
                draw_histogram(&legend);
            }
            draw_classes(&legend);
        }
    }
    legend.y += 12;
    if (secret > 0) {
        legend.y += 28 + draw_box(&legend, "hatch", legend.y, 20, map->words.secret, secret);
    }
    if (empty > 0) {
        legend.y += 28 + draw_box(&legend, "none", legend.y, 20, map->words.empty, empty);
    }
    return ceil(legend.y - 7);
}
