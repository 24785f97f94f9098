#include "gencarto/render/chart/strip.h"

#include <math.h>

#include "part.h"

struct range {
    double low, high;
    bool any;
};

static void widen(struct range *range, const struct chart_value *value)
{
    if (!value->present)
        return;
    range->low = range->any ? fmin(range->low, value->value) : value->value;
    range->high = range->any ? fmax(range->high, value->value) : value->value;
    range->any = true;
}

struct strip_frame {
    struct range scale; /* of the axis; the ends are those of the territories */
    double left, right, middle;
};

/* All equal: in the middle. */
static double place(const struct strip_frame *frame, double value)
{
    double span = frame->scale.high - frame->scale.low;
    double share = span > 0 ? (value - frame->scale.low) / span : 0.5;
    return frame->left + share * (frame->right - frame->left);
}

static void draw_ends(struct drawing *out, const struct strip_data *data, const struct range *ends,
                      const struct strip_frame *frame, const struct chart_setting *setting)
{
    double size = part_size(setting), y = out->height - 4;
    struct str low = part_number(setting, data->unit, ends->low, data->unit.decimals);
    struct str high = part_number(setting, data->unit, ends->high, data->unit.decimals);
    if (str_equal(low, high)) {
        drawing_text(out, "mute", place(frame, ends->low), y, ANCHOR_MIDDLE, size, low);
        return;
    }
    /* Under their ticks, held inside the drawing; a range squeezed by the target keeps its labels apart. */
    double low_width = part_width(setting, low, size, 400), high_width = part_width(setting, high, size, 400);
    double low_x = fmax(place(frame, ends->low) - low_width / 2, 1);
    double high_x = fmin(place(frame, ends->high) + high_width / 2, out->width - 1);
    double lack = low_x + low_width + 8 - (high_x - high_width);
    if (lack > 0) {
        low_x = fmax(low_x - lack / 2, 1);
        high_x = fmin(fmax(high_x, low_x + low_width + 8 + high_width), out->width - 1);
        low_x = fmin(low_x, high_x - high_width - 8 - low_width);
    }
    drawing_text(out, "mute", low_x, y, ANCHOR_START, size, low);
    drawing_text(out, "mute", high_x, y, ANCHOR_END, size, high);
}

void strip_draw(struct drawing *out, const struct strip_data *data, const struct chart_setting *setting)
{
    const struct theme *theme = setting->theme;
    drawing_init(out, setting->arena, theme_number(theme, "strip-width"), theme_number(theme, "strip-height"));
    struct range ends = {0};
    for (size_t i = 0; i < data->count; i++)
        widen(&ends, &data->values[i]);
    widen(&ends, &data->here);
    struct strip_frame frame = {ends, 8, out->width - 8, 14};
    widen(&frame.scale, &data->reference);
    widen(&frame.scale, &data->target);
    drawing_line(out, "grid", 4, frame.middle, out->width - 4, frame.middle);
    for (size_t i = 0; i < data->count; i++)
        if (data->values[i].present)
            drawing_rect(out, "peer", place(&frame, data->values[i].value) - 1, frame.middle - 6, 2, 12);
    if (data->reference.present)
        drawing_rect(out, "ink", place(&frame, data->reference.value) - 0.75, frame.middle - 11, 1.5, 22);
    if (data->target.present)
        drawing_rect(out, "target-mark", place(&frame, data->target.value) - 1.5, frame.middle - 11, 3, 22);
    if (data->here.present) {
        drawing_circle(out, "dot", place(&frame, data->here.value), frame.middle, 6);
        part_cell(setting, &out->marks[out->count - 1], &data->here);
    }
    if (ends.any)
        draw_ends(out, data, &ends, &frame, setting);
    else
        drawing_text(out, "mute", 4, out->height - 4, ANCHOR_START, part_size(setting), data->absent_label);
}
