#include "gencarto/render/chart/dumbbell.h"

#include <math.h>

#include "key.h"
#include "rows.h"

static const double SMALL = 4, LARGE = 6.5, BODY = 16, GAP = 5;

struct extent {
    double low, high;
    bool any;
};

static void include(struct extent *extent, const struct chart_value *value)
{
    if (!value->present)
        return;
    extent->low = extent->any ? fmin(extent->low, value->value) : value->value;
    extent->high = extent->any ? fmax(extent->high, value->value) : value->value;
    extent->any = true;
}

/* From zero when zero is near: when the values begin in the lower half of the range 0..highest. */
static struct axis value_axis(const struct dumbbell_data *data)
{
    struct extent extent = {0, 0, false};
    for (size_t i = 0; i < data->count; i++) {
        include(&extent, &data->rows[i].before);
        include(&extent, &data->rows[i].after);
    }
    include(&extent, &data->target);
    if (extent.low > 0 && extent.low < extent.high / 2)
        extent.low = 0;
    return axis_cover(extent.low, extent.high, 6, part_whole(data->unit));
}

static double widest_value(const struct dumbbell_data *data, const struct chart_setting *setting)
{
    double width = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct chart_value *pair[] = {&data->rows[i].before, &data->rows[i].after};
        for (size_t v = 0; v < 2; v++)
            if (pair[v]->present)
                width =
                    fmax(width, part_width(setting, part_value(setting, data->unit, pair[v]), part_size(setting), 600));
    }
    return width;
}

static struct rows_frame make_frame(const struct dumbbell_data *data, const struct chart_setting *setting)
{
    struct rows_name *names = arena_array(setting->arena, struct rows_name, data->count);
    for (size_t i = 0; i < data->count; i++)
        names[i] = (struct rows_name){data->rows[i].name, data->rows[i].is_emphasised};
    double room = widest_value(data, setting) + LARGE + GAP;
    struct rows_wish wish = {.body = BODY, .before = room, .beyond = room};
    struct rows_frame frame = rows_frame_make(setting, names, data->count, data->unit, value_axis(data), wish);
    for (size_t i = 0; i < data->count; i++)
        frame.has_values = frame.has_values || data->rows[i].before.present || data->rows[i].after.present;
    return frame;
}

/* The target's rule does not run through a number. */
static void clear_rule(struct drawing *out, const struct dumbbell_data *data, const struct rows_frame *frame, double x,
                       bool is_left, double width, double middle)
{
    double from = is_left ? x - width : x, target = rows_place(frame, data->target.value);
    if (data->target.present && target > from - 4 && target < from + width + 4)
        drawing_rect(out, "paper", target - 2, middle - BODY / 2, 4, BODY);
}

/* The smaller value has its number on its left, the larger one on its right. */
static void draw_number(struct drawing *out, const struct dumbbell_data *data, const struct rows_frame *frame,
                        const struct chart_value *value, bool is_left, bool is_later, double middle)
{
    double gap = (is_later ? LARGE : SMALL) + GAP, x = rows_place(frame, value->value) + (is_left ? -gap : gap);
    struct str text = part_value(frame->setting, data->unit, value);
    clear_rule(out, data, frame, x, is_left, part_width(frame->setting, text, frame->size, 600), middle);
    struct mark *mark = drawing_text(out, is_later ? "strong halo" : "mute halo", x, middle + 4.3,
                                     is_left ? ANCHOR_END : ANCHOR_START, frame->size, text);
    part_cell(frame->setting, mark, value);
}

static void draw_later(struct drawing *out, const struct rows_frame *frame, const struct chart_value *value,
                       double middle)
{
    bool hollow = value->status == STATUS_PROVISIONAL;
    drawing_circle(out, hollow ? "dot-hollow" : "dot", rows_place(frame, value->value), middle,
                   LARGE - (hollow ? 1 : 0));
}

struct missing {
    struct str text;
    bool is_left; /* of the dot; the number is then on its right */
};

/* The words of a missing half, with or without its date. */
static struct str missing_text(const struct dumbbell_data *data, const struct chart_setting *setting,
                               const struct pair_row *row, bool has_date)
{
    const struct chart_value *missing = row->after.present ? &row->before : &row->after;
    struct str when = row->after.present ? data->before_label : data->after_label;
    struct str words = part_absent(&data->words, missing);
    return has_date ? str_format(setting->arena, "%.*s\u00a0: %.*s", STR_ARGS(when), STR_ARGS(words)) : words;
}

/* The first that fits: after the dot or before it, with the date or without. */
static struct missing place_missing(const struct dumbbell_data *data, const struct rows_frame *frame,
                                    const struct pair_row *row, double x)
{
    double edge = frame->edge, gap = LARGE + GAP;
    struct missing missing = {STR(""), false};
    for (int i = 0; i < 4; i++) {
        missing = (struct missing){missing_text(data, frame->setting, row, i < 2), i % 2 == 1};
        double width = part_width(frame->setting, missing.text, frame->size, 400);
        if (missing.is_left ? x - gap - width >= edge : x + gap + width <= frame->width)
            return missing;
    }
    return missing;
}

static void draw_half(struct drawing *out, const struct dumbbell_data *data, const struct rows_frame *frame,
                      const struct pair_row *row, double middle)
{
    bool has_later = row->after.present;
    const struct chart_value *value = has_later ? &row->after : &row->before;
    double x = rows_place(frame, value->value), gap = LARGE + GAP;
    if (has_later)
        draw_later(out, frame, value, middle);
    else
        drawing_circle(out, "peer", x, middle, SMALL);
    struct missing missing = place_missing(data, frame, row, x);
    draw_number(out, data, frame, value, !missing.is_left, has_later, middle);
    clear_rule(out, data, frame, missing.is_left ? x - gap : x + gap, missing.is_left,
               part_width(frame->setting, missing.text, frame->size, 400), middle);
    struct mark *mark = drawing_text(out, "mute halo", missing.is_left ? x - gap : x + gap, middle + 4.3,
                                     missing.is_left ? ANCHOR_END : ANCHOR_START, frame->size, missing.text);
    part_cell(frame->setting, mark, has_later ? &row->before : &row->after);
}

static void draw_pair(struct drawing *out, const struct dumbbell_data *data, const struct rows_frame *frame,
                      const struct pair_row *row, double middle)
{
    double a = rows_place(frame, row->before.value), b = rows_place(frame, row->after.value);
    bool rises = row->after.value >= row->before.value;
    drawing_line(out, "dumbbell", a, middle, b, middle);
    draw_later(out, frame, &row->after, middle);
    drawing_circle(out, "peer", a, middle, SMALL); /* over the large dot, where they meet */
    draw_number(out, data, frame, &row->before, rises, false, middle);
    draw_number(out, data, frame, &row->after, !rises, true, middle);
}

static void draw_row(struct drawing *out, const struct dumbbell_data *data, const struct rows_frame *frame,
                     size_t index)
{
    const struct pair_row *row = &data->rows[index];
    struct rows_link link = {.href = row->href, .title = row->link_title};
    double middle = rows_body_top(frame, index) + BODY / 2;
    rows_begin(out, &link);
    rows_draw_name(out, frame, index);
    if (row->before.present && row->after.present)
        draw_pair(out, data, frame, row, middle);
    else if (row->before.present || row->after.present)
        draw_half(out, data, frame, row, middle);
    else
        part_cell(frame->setting,
                  rows_draw_absent(out, frame, index, frame->left + GAP, part_absent(&data->words, &row->after)),
                  &row->after);
    rows_end(out, &link);
}

void dumbbell_draw(struct drawing *out, const struct dumbbell_data *data, const struct chart_setting *setting)
{
    struct rows_frame frame = make_frame(data, setting);
    struct key_item items[] = {{"peer", KEY_DOT, SMALL, data->before_label},
                               {"dot", KEY_DOT, LARGE, data->after_label},
                               {"target-line", KEY_TICK, 0, data->target_label}};
    size_t item_count = data->target.present ? 3 : 2;
    double key_left = frame.edge, key_width = frame.width - key_left;
    frame.top = key_height(setting, items, item_count, key_width) + 6;
    drawing_init(out, setting->arena, frame.width, rows_height(&frame));
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, out->height / 2, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    key_draw(out, setting, items, item_count, key_left, 0, key_width);
    rows_draw_axis(out, &frame);
    if (data->target.present) {
        double x = rows_place(&frame, data->target.value);
        drawing_line(out, "target-line", x, frame.top, x, rows_bottom(&frame));
    }
    for (size_t i = 0; i < data->count; i++)
        draw_row(out, data, &frame, i);
}
