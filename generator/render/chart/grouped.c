#include "gencarto/render/chart/grouped.h"

#include <assert.h>
#include <math.h>

#include "key.h"
#include "rows.h"

static const char *const STYLES[GROUPED_SERIES_MAX] = {"series-1", "series-2", "series-3", "series-4"};

static const double BAR = 12, BAR_PITCH = 15;

static struct axis value_axis(const struct grouped_data *data)
{
    double low = 0, high = 0;
    for (size_t i = 0; i < data->count; i++)
        for (size_t s = 0; s < data->series_count; s++)
            if (data->rows[i].values[s].present) {
                low = fmin(low, data->rows[i].values[s].value);
                high = fmax(high, data->rows[i].values[s].value);
            }
    return axis_cover(low, high, 5, part_whole(data->unit));
}

static bool has_values(const struct grouped_data *data)
{
    for (size_t i = 0; i < data->count; i++)
        for (size_t s = 0; s < data->series_count; s++)
            if (data->rows[i].values[s].present)
                return true;
    return false;
}

/* All absent, for one reason: said once. */
static bool is_absent(const struct grouped_data *data, const struct grouped_row *row)
{
    for (size_t s = 0; s < data->series_count; s++)
        if (row->values[s].present || row->values[s].status != row->values[0].status)
            return false;
    return true;
}

static double widest_value(const struct grouped_data *data, const struct chart_setting *setting)
{
    double width = 0;
    for (size_t i = 0; i < data->count; i++)
        for (size_t s = 0; s < data->series_count; s++)
            if (data->rows[i].values[s].present)
                width = fmax(width, part_width(setting, part_value(setting, data->unit, &data->rows[i].values[s]),
                                               part_size(setting), 400));
    return width;
}

static struct rows_frame make_frame(const struct grouped_data *data, const struct chart_setting *setting)
{
    struct rows_name *names = arena_array(setting->arena, struct rows_name, data->count);
    for (size_t i = 0; i < data->count; i++)
        names[i] = (struct rows_name){data->rows[i].name, data->rows[i].is_emphasised};
    double body = BAR_PITCH * (double)data->series_count - (BAR_PITCH - BAR);
    struct rows_wish wish = {.body = body, .beyond = widest_value(data, setting) + 6}; /* numbers end the bars */
    struct rows_frame frame = rows_frame_make(setting, names, data->count, data->unit, value_axis(data), wish);
    frame.has_values = has_values(data);
    if (!frame.is_narrow)
        frame.pitch = fmax(frame.pitch, body + 14);
    return frame;
}

/* A negative bar has its number on the right of zero, where there is room. */
static void draw_bar(struct drawing *out, const struct grouped_data *data, const struct rows_frame *frame, size_t row,
                     size_t series)
{
    const struct chart_value *value = &data->rows[row].values[series];
    double top = rows_body_top(frame, row) + BAR_PITCH * (double)series, zero = rows_place(frame, 0);
    if (!value->present) {
        struct mark *mark = drawing_text(out, "mute halo", zero + 5, top + BAR / 2 + 4.3, ANCHOR_START, frame->size,
                                         part_absent(&data->words, value));
        part_cell(frame->setting, mark, value);
        return;
    }
    double end = rows_place(frame, value->value);
    drawing_rect(out, STYLES[series], fmin(zero, end), top, fabs(end - zero), BAR);
    struct mark *mark = drawing_text(out, "label halo", fmax(zero, end) + 5, top + BAR / 2 + 4.3, ANCHOR_START,
                                     frame->size, part_value(frame->setting, frame->unit, value));
    part_cell(frame->setting, mark, value);
}

static void draw_row(struct drawing *out, const struct grouped_data *data, const struct rows_frame *frame, size_t row)
{
    struct rows_link link = {.href = data->rows[row].href, .title = data->rows[row].link_title};
    rows_begin(out, &link);
    rows_draw_name(out, frame, row);
    if (is_absent(data, &data->rows[row]))
        part_cell(frame->setting,
                  rows_draw_absent(out, frame, row, rows_place(frame, 0) + 5,
                                   part_absent(&data->words, data->rows[row].values)),
                  data->rows[row].values);
    else
        for (size_t s = 0; s < data->series_count; s++)
            draw_bar(out, data, frame, row, s);
    rows_end(out, &link);
}

void grouped_draw(struct drawing *out, const struct grouped_data *data, const struct chart_setting *setting)
{
    assert(data->series_count >= 1 && data->series_count <= GROUPED_SERIES_MAX);
    struct rows_frame frame = make_frame(data, setting);
    struct key_item items[GROUPED_SERIES_MAX];
    for (size_t s = 0; s < data->series_count; s++)
        items[s] = (struct key_item){STYLES[s], KEY_BOX, 0, data->series[s]};
    double key_width = frame.width - frame.edge;
    frame.top = key_height(setting, items, data->series_count, key_width) + 6;
    drawing_init(out, setting->arena, frame.width, rows_height(&frame));
    if (data->count == 0) {
        drawing_text(out, "mute", frame.width / 2, out->height / 2, ANCHOR_MIDDLE, frame.size, data->empty_label);
        return;
    }
    key_draw(out, setting, items, data->series_count, frame.edge, 0, key_width);
    rows_draw_axis(out, &frame);
    for (size_t i = 0; i < data->count; i++)
        draw_row(out, data, &frame, i);
}
