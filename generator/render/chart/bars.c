#include "gencarto/render/chart/bars.h"

#include <math.h>

#include "part.h"

enum { END_ROOM = 24 }; /* px beyond the end of the axis, for half a number */

struct bars_frame {
    struct axis axis;
    double width;
    double left, right;      /* where the axis starts and ends */
    double names_right;      /* names end here; narrow: they start at 0 */
    double top;              /* of the first row */
    double pitch, thickness; /* of a row */
    double name_lines;       /* of the longest name */
    double size;             /* font, px */
    bool is_narrow;
};

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

static double widest_number(const struct axis *axis, const struct bars_data *data, const struct chart_setting *setting)
{
    double widest = 0;
    for (int i = 0; i <= axis->intervals; i++)
        widest = fmax(widest, part_width(setting, part_tick(setting, data->unit, axis, i), part_size(setting), 400));
    return widest;
}

/* Every how many ticks a number stands, so that the numbers do not touch. */
static int number_every(const struct axis *axis, const struct bars_data *data, double width,
                        const struct chart_setting *setting)
{
    double widest = widest_number(axis, data, setting);
    double first = part_width(setting, part_tick(setting, data->unit, axis, 0), part_size(setting), 400);
    double need = widest + 14 + fmax(first / 2, widest / 2 - END_ROOM); /* both ends are moved in from the edge */
    int every = 1;
    while (every < axis->intervals && need * axis->intervals > width * every)
        every++;
    return every;
}

static double place(const struct bars_frame *frame, double value)
{
    return axis_place(&frame->axis, value, frame->left, frame->right);
}

static double names_width(const struct bars_data *data, const struct chart_setting *setting, double most)
{
    double width = 0;
    for (size_t i = 0; i < data->count; i++)
        width = fmax(width, part_width(setting, data->rows[i].name, part_size(setting),
                                       data->rows[i].is_emphasised ? 600 : 400));
    return fmin(width, most);
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

enum { NAME_LINES = 3 };

static double name_leading(const struct bars_frame *frame)
{
    return frame->size + 2;
}

static size_t wrap_name(const struct bars_row *row, const struct bars_frame *frame, const struct chart_setting *setting,
                        struct str lines[NAME_LINES])
{
    double width = frame->is_narrow ? frame->width - 2 : frame->names_right;
    return part_wrap(setting, row->name, frame->size, row->is_emphasised ? 600 : 400, width, NAME_LINES, lines);
}

/* Rows are as high as the longest name asks. */
static void fit_names(struct bars_frame *frame, const struct bars_data *data, const struct chart_setting *setting)
{
    frame->name_lines = 1;
    for (size_t i = 0; i < data->count; i++) {
        struct str lines[NAME_LINES];
        frame->name_lines = fmax(frame->name_lines, (double)wrap_name(&data->rows[i], frame, setting, lines));
    }
    if (frame->is_narrow)
        frame->pitch += name_leading(frame) * (frame->name_lines - 1);
    else
        frame->pitch = fmax(frame->pitch, name_leading(frame) * frame->name_lines + 4);
}

static struct bars_frame make_frame(const struct bars_data *data, const struct chart_setting *setting)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct bars_frame frame = {.size = part_size(setting)};
    frame.is_narrow = setting->size == CHART_NARROW;
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    frame.pitch = theme_number(setting->theme, frame.is_narrow ? "bars-pitch-narrow" : "bars-pitch");
    frame.thickness = theme_number(setting->theme, "bars-thickness");
    frame.names_right = frame.is_narrow ? 0 : names_width(data, setting, 0.45 * frame.width);
    frame.left = frame.is_narrow ? 1 : frame.names_right + 10;
    /* The end of the axis carries a number, half of which stands out. */
    frame.axis = bars_axis(data);
    double wide = fmax(outside_width(data, setting), widest_number(&frame.axis, data, setting));
    frame.right = frame.width - 2 - fmin(wide / 2, END_ROOM);
    frame.top = 2;
    fit_names(&frame, data, setting);
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
static void place_rules(struct rule *rules, size_t count, const struct bars_frame *frame)
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

static size_t collect_rules(const struct bars_data *data, const struct bars_frame *frame,
                            const struct chart_setting *setting, struct rule rules[2])
{
    size_t count = 0;
    if (data->reference.present)
        rules[count++] = (struct rule){&data->reference, data->reference_label, "label", "reference", 0, 0, 0, 0};
    if (data->target.present)
        rules[count++] = (struct rule){&data->target, data->target_label, "target-text", "target-line", 0, 0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        rules[i].x = place(frame, rules[i].value->value);
        rules[i].width =
            part_width(setting, rules[i].label, frame->size, i == 1 || !data->reference.present ? 600 : 400);
    }
    place_rules(rules, count, frame);
    return count;
}

static void draw_rules(struct drawing *out, const struct bars_frame *frame, const struct rule *rules, size_t count)
{
    double bottom = out->height - 22;
    for (size_t i = 0; i < count; i++) {
        drawing_line(out, "casing", rules[i].x, frame->top - 2, rules[i].x, bottom);
        drawing_line(out, rules[i].line_style, rules[i].x, rules[i].text_y + 5, rules[i].x, bottom);
    }
    for (size_t i = 0; i < count; i++)
        drawing_text(out, rules[i].text_style, rules[i].text_left, rules[i].text_y, ANCHOR_START, frame->size,
                     rules[i].label);
}

/* ---- rows ---- */

static void draw_name(struct drawing *out, const struct bars_row *row, const struct bars_frame *frame, double y,
                      const struct chart_setting *setting)
{
    struct str lines[NAME_LINES];
    size_t count = wrap_name(row, frame, setting, lines);
    double leading = name_leading(frame), lack = frame->name_lines - (double)count;
    double first = frame->is_narrow ? y + 13 + leading * lack
                                    : y + frame->pitch / 2 + 4.3 - leading * (double)(count > 0 ? count - 1 : 0) / 2;
    for (size_t i = 0; i < count; i++)
        drawing_text(out, row->is_emphasised ? "strong" : "label", frame->is_narrow ? 1 : frame->names_right,
                     first + leading * (double)i, frame->is_narrow ? ANCHOR_START : ANCHOR_END, frame->size, lines[i]);
}

/* The label of a bar beside it, where neither rule crosses it if there is room. */
static double beside(const struct bars_frame *frame, double end, double width, const struct rule *rules,
                     size_t rule_count)
{
    double x = end + 6;
    for (size_t pass = 0; pass < rule_count; pass++)
        for (size_t i = 0; i < rule_count; i++)
            if (rules[i].x > x - 3 && rules[i].x < x + width + 3 && rules[i].x - end < 12)
                x = rules[i].x + 6;
    return fmin(x, frame->width - width);
}

static void draw_bar(struct drawing *out, const struct bars_row *row, const struct bars_frame *frame, double top)
{
    double zero = place(frame, 0), end = place(frame, row->value.value);
    drawing_rect(out, row->is_emphasised ? "bar-strong" : "bar", fmin(zero, end), top, fabs(end - zero),
                 frame->thickness);
}

static void draw_bar_label(struct drawing *out, const struct bars_data *data, const struct bars_row *row,
                           const struct bars_frame *frame, double top, const struct rule *rules, size_t rule_count,
                           const struct chart_setting *setting)
{
    struct str text = part_value(setting, data->unit, &row->value);
    double width = part_width(setting, text, frame->size, 600), y = top + frame->thickness / 2 + 4.3;
    double zero = place(frame, 0), end = place(frame, row->value.value);
    bool fits = end - zero >= width + 10;
    for (size_t i = 0; fits && i < rule_count; i++)
        fits = rules[i].x > zero + 5 + width + 3 || rules[i].x < zero + 3;
    struct mark *mark;
    if (fits)
        mark = drawing_text(out, "in-bar", zero + 5, y, ANCHOR_START, frame->size, text);
    else
        mark = drawing_text(out, "strong halo", beside(frame, fmax(end, zero), width, rules, rule_count), y,
                            ANCHOR_START, frame->size, text);
    part_cell(setting, mark, &row->value);
}

static void draw_absent(struct drawing *out, const struct bars_row *row, const struct bars_frame *frame, double top,
                        const struct chart_setting *setting)
{
    double x = fmin(place(frame, 0) + 5, frame->width - part_width(setting, row->absent_label, frame->size, 400));
    struct mark *mark = drawing_text(out, "mute halo", x, top + frame->thickness / 2 + 4.3, ANCHOR_START, frame->size,
                                     row->absent_label);
    part_cell(setting, mark, &row->value);
}

static double bar_top(const struct bars_frame *frame, size_t row)
{
    double y = frame->top + frame->pitch * (double)row;
    return frame->is_narrow ? y + 4 + name_leading(frame) * frame->name_lines
                            : y + (frame->pitch - frame->thickness) / 2;
}

static void draw_row(struct drawing *out, const struct bars_data *data, size_t index, const struct bars_frame *frame,
                     const struct chart_setting *setting)
{
    const struct bars_row *row = &data->rows[index];
    struct mark *begin = drawing_add(out, row->href.len > 0 ? MARK_LINK_BEGIN : MARK_GROUP_BEGIN, "");
    begin->href = row->href;
    begin->title = row->href.len > 0 ? row->link_title : (struct str){NULL, 0};
    begin->attributes = row->attributes;
    begin->attribute_count = row->attribute_count;
    draw_name(out, row, frame, frame->top + frame->pitch * (double)index, setting);
    if (row->value.present)
        draw_bar(out, row, frame, bar_top(frame, index));
    drawing_add(out, row->href.len > 0 ? MARK_LINK_END : MARK_GROUP_END, "");
    out->has_links = out->has_links || row->href.len > 0;
}

static void draw_axis(struct drawing *out, const struct bars_data *data, const struct bars_frame *frame,
                      const struct chart_setting *setting)
{
    struct chart_unit plain = {QUANTITY_NUMBER, 0};
    double bottom = out->height - 22, zero = place(frame, 0);
    int every = number_every(&frame->axis, data, frame->right - frame->left, setting);
    for (int i = 0; i <= frame->axis.intervals; i += every) {
        double number = axis_number(&frame->axis, i), x = place(frame, number);
        bool is_last = i + every > frame->axis.intervals;
        struct str text = part_number(setting, is_last ? data->unit : plain, number, frame->axis.decimals);
        double half = part_width(setting, text, frame->size, 400) / 2;
        drawing_line(out, "grid", x, frame->top, x, bottom);
        drawing_text(out, "mute", clamp(x, half, frame->width - half), bottom + 16, ANCHOR_MIDDLE, frame->size, text);
    }
    drawing_line(out, "axis", zero, frame->top, zero, bottom);
}

void bars_draw(struct drawing *out, const struct bars_data *data, const struct chart_setting *setting)
{
    struct bars_frame frame = make_frame(data, setting);
    struct rule rules[2];
    size_t rule_count = collect_rules(data, &frame, setting, rules);
    for (size_t i = 0; i < rule_count; i++)
        frame.top = fmax(frame.top, rules[i].text_y + 8);
    double rows = frame.pitch * (double)(data->count > 0 ? data->count : 1);
    drawing_init(out, setting->arena, frame.width, frame.top + rows + 26);
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, out->height / 2, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    draw_axis(out, data, &frame, setting);
    for (size_t i = 0; i < data->count; i++)
        draw_row(out, data, i, &frame, setting);
    draw_rules(out, &frame, rules, rule_count);
    for (size_t i = 0; i < data->count; i++) { /* over the rules, which never cross a word */
        const struct bars_row *row = &data->rows[i];
        if (row->value.present)
            draw_bar_label(out, data, row, &frame, bar_top(&frame, i), rules, rule_count, setting);
        else
            draw_absent(out, row, &frame, bar_top(&frame, i), setting);
    }
}
