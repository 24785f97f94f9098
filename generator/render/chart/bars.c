#include "gencarto/render/chart/bars.h"

#include <math.h>

#include "rows.h"

static struct axis bars_axis(const struct bars_data *data)
{
    double low = 0, high = 0;
    for (size_t i = 0; i < data->count; i++)
        if (data->rows[i].value.present) {
            low = fmin(low, data->rows[i].value.value);
            high = fmax(high, data->rows[i].value.value);
        }
    if (data->target.present)
        high = fmax(high, data->target.value);
    if (data->reference.present)
        high = fmax(high, data->reference.value);
    return axis_cover(low, high, 5, part_whole(data->unit));
}

/* The widest label that may stand beside its bar: kept free at the right end. */
static double outside_width(const struct bars_data *data, const struct chart_setting *setting)
{
    double width = 0;
    for (size_t i = 0; i < data->count; i++)
        if (data->rows[i].value.present)
            width = fmax(width, part_width(setting, part_value(setting, data->unit, &data->rows[i].value),
                                           part_size(setting), 600));
    return width;
}

static struct rows_frame make_frame(const struct bars_data *data, const struct chart_setting *setting)
{
    struct rows_name *names = arena_array(setting->arena, struct rows_name, data->count);
    for (size_t i = 0; i < data->count; i++)
        names[i] = (struct rows_name){data->rows[i].name, data->rows[i].is_emphasised};
    struct rows_frame frame = rows_frame_make(setting, names, data->count, data->unit, bars_axis(data),
                                              (struct rows_wish){.body = theme_number(setting->theme, "bars-thickness"),
                                                                 .number = outside_width(data, setting)});
    for (size_t i = 0; i < data->count; i++)
        frame.has_values = frame.has_values || data->rows[i].value.present;
    frame.has_values = frame.has_values || data->target.present || data->reference.present;
    return frame;
}

/* ---- the two vertical rules and their labels ---- */

struct rule {
    const struct chart_value *value;
    struct str label;
    const char *text_style, *line_style;
    double x, width;
    double text_left; /* of the label */
    double text_y;
};

static double clamp(double value, double low, double high)
{
    return fmax(low, fmin(value, high));
}

/* Labels centred on their rules; when they would touch, back to back around the middle of the two rules; when that does
 * not fit between the edges, on two lines. */
static void place_rules(struct rule *rules, size_t count, const struct rows_frame *frame)
{
    const double gap = 10;
    for (size_t i = 0; i < count; i++) {
        rules[i].text_left = clamp(rules[i].x - rules[i].width / 2, 0, frame->width - rules[i].width);
        rules[i].text_y = frame->size;
    }
    if (count < 2)
        return;
    struct rule *left = &rules[rules[0].x <= rules[1].x ? 0 : 1], *right = left == rules ? &rules[1] : &rules[0];
    double overlap = left->text_left + left->width + gap - right->text_left;
    if (overlap <= 0)
        return;
    left->text_left = clamp(fmin(left->text_left - overlap / 2, left->x + 4), 0, frame->width);
    right->text_left = fmin(left->text_left + left->width + gap, frame->width - right->width);
    if (left->text_left + left->width + gap > right->text_left)
        left->text_left = right->text_left - gap - left->width;
    bool fits = left->text_left >= 0 && fabs(left->x - (left->text_left + left->width / 2)) <= left->width &&
                fabs(right->x - (right->text_left + right->width / 2)) <= right->width;
    if (fits)
        return;
    left->text_left = clamp(left->x - left->width / 2, 0, frame->width - left->width);
    right->text_left = clamp(right->x - right->width / 2, 0, frame->width - right->width);
    right->text_y += 16;
}

static size_t collect_rules(const struct bars_data *data, const struct rows_frame *frame, struct rule rules[2])
{
    size_t count = 0;
    if (data->reference.present)
        rules[count++] = (struct rule){&data->reference, data->reference_label, "label", "reference", 0, 0, 0, 0};
    if (data->target.present)
        rules[count++] = (struct rule){&data->target, data->target_label, "target-text", "target-line", 0, 0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        rules[i].x = rows_place(frame, rules[i].value->value);
        rules[i].width =
            part_width(frame->setting, rules[i].label, frame->size, i == 1 || !data->reference.present ? 600 : 400);
    }
    place_rules(rules, count, frame);
    return count;
}

static void draw_rules(struct drawing *out, const struct rows_frame *frame, const struct rule *rules, size_t count)
{
    double bottom = rows_bottom(frame);
    for (size_t i = 0; i < count; i++) {
        drawing_line(out, "casing", rules[i].x, frame->top - 2, rules[i].x, bottom);
        drawing_line(out, rules[i].line_style, rules[i].x, rules[i].text_y + 5, rules[i].x, bottom);
    }
    for (size_t i = 0; i < count; i++)
        drawing_text(out, rules[i].text_style, rules[i].text_left, rules[i].text_y, ANCHOR_START, frame->size,
                     rules[i].label);
}

/* ---- rows ---- */

/* The label of a bar beside it, where neither rule crosses it if there is room. */
static double beside(const struct rows_frame *frame, double end, double width, const struct rule *rules,
                     size_t rule_count)
{
    double x = end + 6;
    for (size_t pass = 0; pass < rule_count; pass++)
        for (size_t i = 0; i < rule_count; i++)
            if (rules[i].x > x - 3 && rules[i].x < x + width + 3 && rules[i].x - end < 12)
                x = rules[i].x + 6;
    return fmin(x, frame->width - width);
}

static void draw_bar_label(struct drawing *out, const struct bars_row *row, const struct rows_frame *frame, double top,
                           const struct rule *rules, size_t rule_count)
{
    struct str text = part_value(frame->setting, frame->unit, &row->value);
    double width = part_width(frame->setting, text, frame->size, 600), y = top + frame->body / 2 + 4.3;
    double zero = rows_place(frame, 0), end = rows_place(frame, row->value.value);
    bool fits = end - zero >= width + 10;
    for (size_t i = 0; fits && i < rule_count; i++)
        fits = rules[i].x > zero + 5 + width + 3 || rules[i].x < zero + 3;
    struct mark *mark;
    if (fits)
        mark = drawing_text(out, "in-bar", zero + 5, y, ANCHOR_START, frame->size, text);
    else
        mark = drawing_text(out, "strong halo", beside(frame, fmax(end, zero), width, rules, rule_count), y,
                            ANCHOR_START, frame->size, text);
    part_cell(frame->setting, mark, &row->value);
}

static void draw_row(struct drawing *out, const struct bars_row *row, size_t index, const struct rows_frame *frame)
{
    struct rows_link link = {row->href, row->link_title, row->attributes, row->attribute_count};
    double zero = rows_place(frame, 0), end = rows_place(frame, row->value.value);
    rows_begin(out, &link);
    rows_draw_name(out, frame, index);
    if (row->value.present)
        drawing_rect(out, row->is_emphasised ? "bar-strong" : "bar", fmin(zero, end), rows_body_top(frame, index),
                     fabs(end - zero), frame->body);
    rows_end(out, &link);
}

void bars_draw(struct drawing *out, const struct bars_data *data, const struct chart_setting *setting)
{
    struct rows_frame frame = make_frame(data, setting);
    struct rule rules[2];
    size_t rule_count = collect_rules(data, &frame, rules);
    for (size_t i = 0; i < rule_count; i++)
        frame.top = fmax(frame.top, rules[i].text_y + 8);
    drawing_init(out, setting->arena, frame.width, rows_height(&frame));
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, out->height / 2, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    rows_draw_axis(out, &frame);
    for (size_t i = 0; i < data->count; i++)
        draw_row(out, &data->rows[i], i, &frame);
    draw_rules(out, &frame, rules, rule_count);
    for (size_t i = 0; i < data->count; i++) { /* over the rules, which never cross a word */
        const struct bars_row *row = &data->rows[i];
        if (row->value.present)
            draw_bar_label(out, row, &frame, rows_body_top(&frame, i), rules, rule_count);
        else
            part_cell(setting, rows_draw_absent(out, &frame, i, rows_place(&frame, 0) + 5, row->absent_label),
                      &row->value);
    }
}
