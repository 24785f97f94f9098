#include "gencarto/render/chart/bullet.h"

#include <math.h>

#include "part.h"

struct bullet_frame {
    struct axis axis;
    double left, right, track_top, track_height, bar_top, bar_height;
};

/* The target keeps a fifth of air beyond it, the value a twentieth. */
static struct axis bullet_axis(const struct bullet_data *data)
{
    double least = 0, lowest = 0;
    if (data->target.present)
        least = 1.2 * data->target.value;
    if (data->value.present) {
        least = fmax(least, 1.05 * data->value.value);
        lowest = fmin(0, 1.05 * data->value.value);
    }
    if (data->previous.present)
        least = fmax(least, data->previous.value);
    bool percent = data->unit.quantity == QUANTITY_PERCENT;
    bool within =
        (!data->target.present || data->target.value <= 100) && (!data->value.present || data->value.value <= 100);
    if (percent && within)
        least = fmin(least, 100);
    return axis_bullet(lowest, least, part_whole(data->unit));
}

static double place(const struct bullet_frame *frame, double value)
{
    double x = axis_place(&frame->axis, value, frame->left, frame->right);
    return fmin(fmax(x, frame->left), frame->right);
}

static void draw_value(struct drawing *out, const struct bullet_data *data, const struct bullet_frame *frame,
                       const struct chart_setting *setting)
{
    double zero = place(frame, 0), end = place(frame, data->value.value);
    drawing_rect(out, "bar", fmin(zero, end), frame->bar_top, fabs(end - zero), frame->bar_height);
    part_cell(setting, &out->marks[out->count - 1], &data->value);
    if (!data->previous.present)
        return;
    double x = place(frame, data->previous.value), width = theme_number(setting->theme, "bullet-notch");
    bool is_over_bar = x < fmax(zero, end) - width && x > fmin(zero, end);
    drawing_rect(out, is_over_bar ? "notch" : "notch-out", x - width / 2, frame->bar_top, width, frame->bar_height);
    part_cell(setting, &out->marks[out->count - 1], &data->previous);
}

static void draw_absent(struct drawing *out, const struct bullet_data *data, const struct bullet_frame *frame,
                        const struct chart_setting *setting)
{
    if (data->value.status == STATUS_CONFIDENTIAL)
        drawing_rect(out, "hatched", frame->left, frame->track_top, frame->right - frame->left, frame->track_height);
    double size = part_size(setting), middle = frame->track_top + frame->track_height / 2;
    if (data->absent_label.len > 0)
        drawing_rect(out, "paper", frame->left + 8, frame->track_top + 1,
                     8 + part_width(setting, data->absent_label, size, 400), frame->track_height - 2);
    drawing_text(out, "mute", frame->left + 12, middle + 4.3, ANCHOR_START, size, data->absent_label);
    part_cell(setting, &out->marks[out->count - 1], &data->value);
}

static void draw_target(struct drawing *out, const struct bullet_data *data, const struct bullet_frame *frame,
                        const struct chart_setting *setting)
{
    double x = place(frame, data->target.value), size = part_size(setting), over = 4;
    double width = theme_number(setting->theme, "bullet-target");
    drawing_rect(out, "target-mark", x - width / 2, frame->track_top - over, width, frame->track_height + 2 * over);
    double half = part_width(setting, data->target_label, size, 600) / 2;
    double middle = fmin(fmax(x, frame->left + half), frame->right - half);
    drawing_text(out, "target-text", middle, frame->track_top - over - 4, ANCHOR_MIDDLE, size, data->target_label);
}

static void draw_axis(struct drawing *out, const struct bullet_data *data, const struct bullet_frame *frame,
                      const struct chart_setting *setting)
{
    static const enum anchor ANCHORS[] = {ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END};
    double bottom = frame->track_top + frame->track_height;
    for (int i = 0; i <= 2; i++) {
        double x = axis_place(&frame->axis, axis_number(&frame->axis, i), frame->left, frame->right);
        drawing_line(out, "tick", x, bottom, x, bottom + 4);
        drawing_text(out, "mute", x, bottom + 18, ANCHORS[i], part_size(setting),
                     part_tick(setting, data->unit, &frame->axis, i));
    }
}

void bullet_draw(struct drawing *out, const struct bullet_data *data, const struct chart_setting *setting)
{
    const struct theme *theme = setting->theme;
    double width = theme_number(theme, "bullet-width"), height = theme_number(theme, "bullet-height");
    double track = theme_number(theme, "bullet-track"), bar = theme_number(theme, "bullet-bar");
    struct bullet_frame frame = {.axis = bullet_axis(data), .left = 1, .right = width - 1, .track_top = 20};
    frame.track_height = track;
    frame.bar_top = frame.track_top + (track - bar) / 2;
    frame.bar_height = bar;
    drawing_init(out, setting->arena, width, height);
    drawing_rect(out, "track", frame.left, frame.track_top, frame.right - frame.left, track);
    if (data->value.present)
        draw_value(out, data, &frame, setting);
    else
        draw_absent(out, data, &frame, setting);
    if (data->target.present)
        draw_target(out, data, &frame, setting);
    draw_axis(out, data, &frame, setting);
}
