#include "part.h"

#include <math.h>
#include <string.h>

struct str part_number(const struct chart_setting *setting, struct chart_unit unit, double value, int decimals)
{
    struct buf text;
    buf_init(&text, setting->arena);
    if (unit.quantity == QUANTITY_PERCENT)
        typography_percent(&text, value, decimals, setting->language);
    else
        typography_number(&text, value, decimals, setting->language);
    return buf_str(&text);
}

struct str part_value(const struct chart_setting *setting, struct chart_unit unit, const struct chart_value *value)
{
    struct str number = part_number(setting, unit, value->value, unit.decimals);
    if (value->status != STATUS_PROVISIONAL && value->status != STATUS_REVISED)
        return number;
    return str_format(setting->arena, "%.*s\u00a0(%s)", STR_ARGS(number), status_flag(value->status));
}

struct str part_tick(const struct chart_setting *setting, struct chart_unit unit, const struct axis *axis, int i)
{
    struct chart_unit plain = {QUANTITY_NUMBER, 0};
    return part_number(setting, i == axis->intervals ? unit : plain, axis_number(axis, i), axis->decimals);
}

struct str part_signed(const struct chart_setting *setting, double value, int decimals)
{
    struct buf text;
    buf_init(&text, setting->arena);
    typography_signed(&text, value, decimals, setting->language);
    return buf_str(&text);
}

struct str part_absent(const struct chart_words *words, const struct chart_value *value)
{
    switch (value->status) {
    case STATUS_CONFIDENTIAL:
        return words->confidential;
    case STATUS_NOT_APPLICABLE:
        return words->not_applicable;
    default:
        return words->unknown;
    }
}

double part_size(const struct chart_setting *setting)
{
    return theme_number(setting->theme, "text");
}

double part_width(const struct chart_setting *setting, struct str text, double size_px, int weight)
{
    return theme_text_width(setting->theme, text, size_px, weight);
}

/* The end of the word that begins at `from`: before a space, or after a hyphen. */
static size_t word_end(struct str text, size_t from)
{
    size_t space = str_index(text, ' ', from), hyphen = str_index(text, '-', from);
    return hyphen + 1 < space ? hyphen + 1 : space;
}

static size_t after_space(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] == ' ' ? at + 1 : at;
}

/* The end of the longest beginning of whole words that fits; at least one word. */
static size_t fitting_end(const struct chart_setting *setting, struct str text, double size_px, int weight,
                          double width)
{
    size_t end = word_end(text, 0);
    while (end < text.len) {
        size_t next = word_end(text, after_space(text, end));
        if (part_width(setting, str_slice(text, 0, next), size_px, weight) > width)
            break;
        end = next;
    }
    return end;
}

size_t part_wrap(const struct chart_setting *setting, struct str text, double size_px, int weight, double width,
                 size_t max_lines, struct str *out_lines)
{
    size_t count = 0;
    while (text.len > 0 && count < max_lines) {
        size_t end = count + 1 == max_lines ? text.len : fitting_end(setting, text, size_px, weight, width);
        out_lines[count++] = str_slice(text, 0, end);
        text = str_slice(text, after_space(text, end), text.len);
    }
    return count;
}

void part_cell(const struct chart_setting *setting, struct mark *mark, const struct chart_value *value)
{
    if (value->cell.len == 0)
        return;
    struct mark_attribute *attribute = arena_one(setting->arena, struct mark_attribute);
    *attribute = (struct mark_attribute){STR("data-cell"), value->cell};
    mark->attributes = attribute;
    mark->attribute_count = 1;
}

bool part_whole(struct chart_unit unit)
{
    return unit.quantity == QUANTITY_NUMBER && unit.decimals == 0;
}

/* ---- placing labels ---- */

/* Pools of neighbours that would cross: each has one mean. */
static void isotonic(struct arena *arena, double *values, size_t count)
{
    double *mean = arena_array(arena, double, count), *weight = arena_array(arena, double, count);
    size_t pools = 0;
    for (size_t i = 0; i < count; i++) {
        mean[pools] = values[i];
        weight[pools++] = 1;
        for (; pools > 1 && mean[pools - 2] > mean[pools - 1]; pools--) {
            double total = weight[pools - 2] + weight[pools - 1];
            mean[pools - 2] = (mean[pools - 2] * weight[pools - 2] + mean[pools - 1] * weight[pools - 1]) / total;
            weight[pools - 2] = total;
        }
    }
    for (size_t pool = 0, i = 0; pool < pools; pool++)
        for (double left = weight[pool]; left > 0.5; left--)
            values[i++] = mean[pool];
}

void part_spread(struct arena *arena, double *places, size_t count, double gap, double low, double high)
{
    double last = high - gap * (double)(count > 0 ? count - 1 : 0);
    for (size_t i = 0; i < count; i++)
        places[i] -= gap * (double)i;
    isotonic(arena, places, count);
    for (size_t i = 0; i < count; i++)
        places[i] = fmax(fmin(places[i], fmax(last, low)), low) + gap * (double)i;
}

void placer_init(struct placer *placer, struct arena *arena, struct box bounds)
{
    *placer = (struct placer){.arena = arena, .bounds = bounds};
}

void placer_add_box(struct placer *placer, struct box box)
{
    *arena_push(placer->arena, placer->boxes, placer->box_count, placer->box_capacity) = box;
}

void placer_add_line(struct placer *placer, struct point a, struct point b, double weight)
{
    *arena_push(placer->arena, placer->lines, placer->line_count, placer->line_capacity) =
        (struct line_obstacle){a, b, weight};
}

/* Length of the part of a..b inside the box (Liang and Barsky 1984). */
static double length_inside(struct point a, struct point b, struct box box)
{
    double dx = b.x - a.x, dy = b.y - a.y, from = 0, to = 1;
    double direction[4] = {-dx, dx, -dy, dy};
    double distance[4] = {a.x - box.x0, box.x1 - a.x, a.y - box.y0, box.y1 - a.y};
    for (size_t i = 0; i < 4; i++) {
        if (direction[i] == 0) {
            if (distance[i] < 0)
                return 0;
            continue;
        }
        double t = distance[i] / direction[i];
        if (direction[i] < 0)
            from = fmax(from, t);
        else
            to = fmin(to, t);
    }
    return to > from ? (to - from) * hypot(dx, dy) : 0;
}

static bool overlap(struct box a, struct box b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

static bool inside(struct box box, struct box bounds)
{
    return box.x0 >= bounds.x0 && box.x1 <= bounds.x1 && box.y0 >= bounds.y0 && box.y1 <= bounds.y1;
}

double placer_box_cost(const struct placer *placer, struct box box)
{
    double cost = 0;
    for (size_t i = 0; i < placer->box_count; i++)
        if (overlap(box, placer->boxes[i]))
            cost += 1000;
    return cost;
}

double placer_cost(const struct placer *placer, struct box box)
{
    const double air = 3; /* between labels of one line */
    double cost = inside(box, placer->bounds) ? 0 : 4000;
    cost += placer_box_cost(placer, (struct box){box.x0 - air, box.y0, box.x1 + air, box.y1});
    for (size_t i = 0; i < placer->line_count; i++)
        cost += placer->lines[i].weight * length_inside(placer->lines[i].a, placer->lines[i].b, box);
    return cost;
}

double placer_first_below(const struct placer *placer, double x, double y)
{
    double first = HUGE_VAL;
    for (size_t i = 0; i < placer->box_count; i++) {
        struct box box = placer->boxes[i];
        if (box.x0 < x + 1 && box.x1 > x - 1 && box.y0 > y)
            first = fmin(first, box.y0);
    }
    return first;
}

double placer_leader_cost(const struct placer *placer, struct point a, struct point b)
{
    struct box thin = {fmin(a.x, b.x) - 1, fmin(a.y, b.y) - 1, fmax(a.x, b.x) + 1, fmax(a.y, b.y) + 1};
    double cost = placer_box_cost(placer, thin);
    for (size_t i = 0; i < placer->line_count; i++)
        if (length_inside(placer->lines[i].a, placer->lines[i].b, thin) > 0)
            cost += 20 * placer->lines[i].weight;
    return cost;
}
