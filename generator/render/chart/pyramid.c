#include "gencarto/render/chart/pyramid.h"

#include <math.h>

#include "part.h"

static const double BAR = 18, HEAD = 24, GAP = 5, FOOT = 24;

struct pyramid_frame {
    const struct pyramid_data *data;
    const struct chart_setting *setting;
    struct axis axis;
    double width;
    double left_zero, right_zero; /* where the bars of the two sides begin */
    double reach;                 /* of the longest bar, px */
    double pitch, size;
    bool is_narrow, has_values;
};

static struct axis value_axis(const struct pyramid_data *data)
{
    double high = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct chart_value *pair[] = {&data->rows[i].left, &data->rows[i].right};
        for (size_t v = 0; v < 2; v++)
            if (pair[v]->present)
                high = fmax(high, pair[v]->value);
    }
    return axis_cover(0, high, 3, part_whole(data->unit));
}

/* Of the numbers, which stand beyond their bars; words of absence begin at zero. */
static double widest_value(const struct pyramid_data *data, const struct chart_setting *setting, bool *out_any)
{
    double width = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct chart_value *pair[] = {&data->rows[i].left, &data->rows[i].right};
        for (size_t v = 0; v < 2; v++) {
            *out_any = *out_any || pair[v]->present;
            if (pair[v]->present)
                width =
                    fmax(width, part_width(setting, part_value(setting, data->unit, pair[v]), part_size(setting), 400));
        }
    }
    return width;
}

static struct pyramid_frame make_frame(const struct pyramid_data *data, const struct chart_setting *setting)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct pyramid_frame frame = {.data = data, .setting = setting, .size = part_size(setting)};
    frame.is_narrow = setting->size == CHART_NARROW;
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    frame.axis = value_axis(data);
    double names = 0;
    for (size_t i = 0; i < data->count && !frame.is_narrow; i++)
        names = fmax(names, part_width(setting, data->rows[i].name, frame.size, 400) + 24);
    double gap = frame.is_narrow ? 2 : names;
    frame.left_zero = (frame.width - gap) / 2;
    frame.right_zero = (frame.width + gap) / 2;
    frame.reach = frame.left_zero - fmax(widest_value(data, setting, &frame.has_values), 30) - GAP - 2;
    frame.pitch = BAR + (frame.is_narrow ? 24 : 6);
    return frame;
}

enum side { SIDE_LEFT = -1, SIDE_RIGHT = 1 };

static double place(const struct pyramid_frame *frame, enum side side, double value)
{
    double length = axis_place(&frame->axis, value, 0, frame->reach);
    return side == SIDE_LEFT ? frame->left_zero - length : frame->right_zero + length;
}

static void draw_side(struct drawing *out, const struct pyramid_frame *frame, enum side side,
                      const struct chart_value *value, double top)
{
    bool is_left = side == SIDE_LEFT;
    double zero = place(frame, side, 0), end = value->present ? place(frame, side, value->value) : zero;
    if (value->present)
        drawing_rect(out, is_left ? "series-1" : "series-2", fmin(zero, end), top, fabs(end - zero), BAR);
    struct str text =
        value->present ? part_value(frame->setting, frame->data->unit, value) : part_absent(&frame->data->words, value);
    struct mark *mark = drawing_text(out, value->present ? "label halo" : "mute halo", is_left ? end - GAP : end + GAP,
                                     top + BAR / 2 + 4.3, is_left ? ANCHOR_END : ANCHOR_START, frame->size, text);
    part_cell(frame->setting, mark, value);
}

static void draw_row(struct drawing *out, const struct pyramid_frame *frame, size_t index)
{
    const struct pyramid_row *row = &frame->data->rows[index];
    double y = HEAD + frame->pitch * (double)index, top = frame->is_narrow ? y + 20 : y + 3;
    drawing_group_begin(out, "");
    drawing_text(out, "label halo", frame->width / 2, frame->is_narrow ? y + 14 : top + BAR / 2 + 4.3, ANCHOR_MIDDLE,
                 frame->size, row->name);
    draw_side(out, frame, SIDE_LEFT, &row->left, top);
    draw_side(out, frame, SIDE_RIGHT, &row->right, top);
    drawing_group_end(out);
}

/* Gridlines and numbers of one side, from its end to zero, as long as they do not touch; where the sides touch, zero is
 * written once. */
static void draw_axis(struct drawing *out, const struct pyramid_frame *frame, enum side side, double bottom)
{
    struct chart_unit plain = {QUANTITY_NUMBER, 0};
    double written_x = HUGE_VAL, written_half = 0;
    for (int i = frame->has_values ? frame->axis.intervals : 0; i >= 0; i--) {
        double number = axis_number(&frame->axis, i), x = place(frame, side, number);
        drawing_line(out, i == 0 ? "axis" : "grid", x, HEAD, x, bottom);
        struct chart_unit unit = i == frame->axis.intervals ? frame->data->unit : plain;
        struct str text = part_number(frame->setting, unit, number, frame->axis.decimals);
        double half = part_width(frame->setting, text, frame->size, 400) / 2;
        bool is_shared = i == 0 && frame->is_narrow;
        if (!frame->has_values || fabs(x - written_x) < half + written_half + 6 || (is_shared && side == SIDE_LEFT))
            continue;
        drawing_text(out, "mute", is_shared ? frame->width / 2 : x, bottom + 16, ANCHOR_MIDDLE, frame->size, text);
        written_x = x;
        written_half = half;
    }
}

void pyramid_draw(struct drawing *out, const struct pyramid_data *data, const struct chart_setting *setting)
{
    struct pyramid_frame frame = make_frame(data, setting);
    double bottom = HEAD + frame.pitch * (double)(data->count > 0 ? data->count : 1) + 2;
    drawing_init(out, setting->arena, frame.width, bottom + FOOT);
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, out->height / 2, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    drawing_text(out, "strong", frame.left_zero - 6, 14, ANCHOR_END, frame.size, data->left_label);
    drawing_text(out, "strong", frame.right_zero + 6, 14, ANCHOR_START, frame.size, data->right_label);
    draw_axis(out, &frame, SIDE_LEFT, bottom);
    draw_axis(out, &frame, SIDE_RIGHT, bottom);
    for (size_t i = 0; i < data->count; i++)
        draw_row(out, &frame, i);
}
