#include "gencarto/render/chart/line.h"

#include <math.h>

#include "line_frame.h"

/* How strongly a label avoids hiding a line, per pixel. */
static const double WEIGHT_DATA = 6, WEIGHT_GUIDE = 3, WEIGHT_TARGET = 4;

/* ---- geometry ---- */

double line_place_x(const struct line_frame *frame, struct period period)
{
    double share = (double)(period.index - frame->data->first.index + 1) / frame->quarters;
    return frame->left + share * (frame->right - frame->left);
}

double line_place_y(const struct line_frame *frame, double value)
{
    return axis_place(&frame->axis, value, frame->bottom, frame->top);
}

bool line_has_quarter(const struct line_frame *frame, struct period period)
{
    return period.index >= frame->data->first.index && period.index <= frame->data->last.index;
}

struct extent {
    double low, high;
};

static void include(struct extent *extent, double value)
{
    extent->low = fmin(extent->low, value);
    extent->high = fmax(extent->high, value);
}

static void include_points(struct extent *extent, const struct line_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (points[i].value.present) {
            include(extent, points[i].value.value);
            if (points[i].published.present)
                include(extent, points[i].published.value);
        }
}

static struct axis value_axis(const struct line_data *data)
{
    struct extent extent = {0, 0};
    include_points(&extent, data->points, data->point_count);
    include_points(&extent, data->trajectory.points, data->trajectory.count);
    include_points(&extent, data->pace.points, data->pace.count);
    if (data->target.present)
        include(&extent, data->target.value);
    for (size_t i = 0; i < data->milestone_count; i++)
        include(&extent, data->milestones[i].value);
    for (size_t i = 0; i < data->forecast_count; i++) {
        include(&extent, data->forecast[i].low);
        include(&extent, data->forecast[i].high);
    }
    bool is_share = data->unit.quantity == QUANTITY_PERCENT && extent.high <= 100;
    double air = 1.01 * extent.high; /* the highest line is never the frame's edge, but for 100 % */
    return axis_cover(extent.low, is_share ? fmin(air, 100) : air, 5, part_whole(data->unit));
}

const struct line_point *line_last_point(const struct line_frame *frame)
{
    for (size_t i = frame->data->point_count; i > 0; i--)
        if (frame->data->points[i - 1].value.present && line_has_quarter(frame, frame->data->points[i - 1].period))
            return &frame->data->points[i - 1];
    return NULL;
}

bool line_last_is_at_edge(const struct line_frame *frame)
{
    const struct line_point *last = line_last_point(frame);
    return last && last->period.index == frame->data->last.index;
}

double line_pitch(const struct line_frame *frame)
{
    return (frame->right - frame->left) / frame->quarters;
}

/* ---- axes ---- */

static void draw_value_axis(struct line_frame *frame)
{
    struct drawing *out = frame->out;
    for (int i = 0; i <= frame->axis.intervals; i++) {
        double number = axis_number(&frame->axis, i), y = floor(line_place_y(frame, number)) + 0.5;
        drawing_line(out, number == 0 ? "axis" : "grid", frame->left, y, frame->right, y);
        struct str text = part_tick(frame->setting, frame->data->unit, &frame->axis, i);
        if (!frame->is_narrow) {
            drawing_text(out, "mute", frame->left - 8, y + 4, ANCHOR_END, frame->size, text);
            continue;
        }
        if (i == frame->axis.intervals && frame->data->unit_label.len > 0)
            text = str_format(frame->setting->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(frame->data->unit_label));
        if (number == 0)
            continue;
        struct mark *mark = drawing_text(out, "mute halo", frame->left + 4, y - 4, ANCHOR_START, frame->size, text);
        placer_add_box(&frame->placer, theme_text_box(frame->setting->theme, mark));
    }
    if (frame->is_narrow)
        return;
    struct mark *unit =
        drawing_text(out, "mute", frame->left, frame->top - 10, ANCHOR_START, frame->size, frame->data->unit_label);
    placer_add_box(&frame->placer, theme_text_box(frame->setting->theme, unit));
}

static void draw_quarter(struct line_frame *frame, int index, double pitch)
{
    struct period period = {index};
    struct drawing *out = frame->out;
    double x = line_place_x(frame, period), bottom = frame->bottom;
    struct str name =
        str_format(frame->setting->arena, "%.*s%d", STR_ARGS(frame->data->quarter_prefix), period_quarter(period));
    bool named = part_width(frame->setting, STR("T4"), frame->size, 400) + 4 <= pitch;
    bool is_edge = period_quarter(period) == 4 || index == frame->data->last.index;
    drawing_line(out, "axis", x, bottom, x, bottom + (is_edge ? 12 : 5));
    if (named)
        drawing_text(out, "mute", x - pitch / 2, bottom + 18, ANCHOR_MIDDLE, frame->size, name);
}

/* Quarters are named while their names fit; every year, or every second one, or third... as they fit. */
static void draw_time_axis(struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    double pitch = line_pitch(frame), year_width = part_width(frame->setting, STR("2000"), frame->size, 600) + 6;
    int years = (int)ceil(year_width / (4 * pitch)), first_year = period_year(data->first);
    for (int i = data->first.index; i <= data->last.index; i++)
        draw_quarter(frame, i, pitch);
    for (int i = data->first.index; i <= data->last.index;) {
        int from = i;
        while (i <= data->last.index && period_year((struct period){i}) == period_year((struct period){from}))
            i++;
        int year = period_year((struct period){from});
        double x = frame->left + pitch * ((from + i) / 2.0 - data->first.index);
        if ((year - first_year) % years == 0 && pitch * (i - from) * years >= year_width)
            drawing_text(frame->out, "strong", x, frame->bottom + 36, ANCHOR_MIDDLE, frame->size,
                         str_format(frame->setting->arena, "%d", year));
    }
}

/* ---- lines ---- */

/* A value was published otherwise before: what is beside the dot. */
static void draw_revision(struct line_frame *frame, const struct line_point *point, double x, double y, double radius)
{
    const double size = 4, apart = 6;
    if (point->value.status != STATUS_REVISED && !point->published.present)
        return;
    drawing_circle(frame->out, "revision", x, y, radius + 3);
    placer_add_box(&frame->placer, (struct box){x - radius - 3, y - radius - 3, x + radius + 3, y + radius + 3});
    if (!point->published.present)
        return;
    double before = line_place_y(frame, point->published.value);
    if (fabs(before - y) < radius + 3 + apart)
        return;
    double edge = before > y ? y + radius + 3 : y - radius - 3;
    drawing_line(frame->out, "revision", x, edge, x, before > y ? before - size : before + size);
    drawing_polyline(frame->out, "revision",
                     (struct point[]){{x, before - size}, {x + size, before}, {x, before + size}, {x - size, before}},
                     4, true);
    placer_add_box(&frame->placer, (struct box){x - size, before - size, x + size, before + size});
}

static void draw_run(struct line_frame *frame, const char *style, const struct point *points, size_t count,
                     double weight)
{
    if (count < 2)
        return;
    drawing_polyline(frame->out, style, points, count, false);
    for (size_t i = 1; i < count; i++)
        placer_add_line(&frame->placer, points[i - 1], points[i], weight);
}

static void draw_guide(struct line_frame *frame, const struct line_guide *guide, const char *style)
{
    struct point *points = arena_array(frame->setting->arena, struct point, guide->count);
    size_t count = 0;
    for (size_t i = 0; i < guide->count; i++)
        if (guide->points[i].value.present && guide->points[i].period.index >= frame->data->first.index - 1 &&
            guide->points[i].period.index <= frame->data->last.index)
            points[count++] = (struct point){line_place_x(frame, guide->points[i].period),
                                             line_place_y(frame, guide->points[i].value.value)};
    draw_run(frame, style, points, count, WEIGHT_GUIDE);
}

static void draw_target(struct line_frame *frame)
{
    if (!frame->data->target.present)
        return;
    double y = line_place_y(frame, frame->data->target.value);
    draw_run(frame, "target-line", (struct point[]){{frame->left, y}, {frame->right, y}}, 2, WEIGHT_TARGET);
}

/* The last value before a quarter: where a forecast of it begins, be it of a past one. */
static const struct line_point *point_before(const struct line_frame *frame, struct period period)
{
    const struct line_data *data = frame->data;
    const struct line_point *found = NULL;
    for (size_t i = 0; i < data->point_count; i++)
        if (data->points[i].value.present && data->points[i].period.index < period.index)
            found = &data->points[i];
    return found;
}

/* A light band from low to high and a dotted line in the middle, from the last value before it on. */
static void draw_forecast(struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    const struct line_point *last = data->forecast_count > 0 ? point_before(frame, data->forecast[0].period) : NULL;
    if (!last)
        return;
    size_t count = data->forecast_count;
    struct point *band = arena_array(frame->setting->arena, struct point, 2 * count + 1);
    struct point *middle = arena_array(frame->setting->arena, struct point, count + 1);
    band[0] = middle[0] = (struct point){line_place_x(frame, last->period), line_place_y(frame, last->value.value)};
    for (size_t i = 0; i < count; i++) {
        double x = fmin(line_place_x(frame, data->forecast[i].period), frame->right);
        band[1 + i] = (struct point){x, line_place_y(frame, data->forecast[i].high)};
        band[2 * count - i] = (struct point){x, line_place_y(frame, data->forecast[i].low)};
        middle[1 + i] = (struct point){x, line_place_y(frame, data->forecast[i].middle)};
    }
    drawing_polyline(frame->out, "forecast-band", band, 2 * count + 1, true);
    draw_run(frame, "forecast-line", middle, count + 1, WEIGHT_GUIDE);
}

/* Runs of consecutive quarters with values; a gap breaks the line. */
static void draw_line(struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    struct point *run = arena_array(frame->setting->arena, struct point, data->point_count + 1);
    size_t count = 0;
    int before = data->first.index - 1;
    if (data->starts_at_zero)
        run[count++] = (struct point){frame->left, line_place_y(frame, 0)};
    for (size_t i = 0; i < data->point_count; i++) {
        const struct line_point *point = &data->points[i];
        if (!point->value.present || !line_has_quarter(frame, point->period))
            continue;
        if (point->period.index != before + 1) {
            draw_run(frame, "line", run, count, WEIGHT_DATA);
            count = 0;
        }
        struct point at = {line_place_x(frame, point->period), line_place_y(frame, point->value.value)};
        if (point->is_partial) { /* what is before, then a dashed way to it */
            draw_run(frame, "line", run, count, WEIGHT_DATA);
            if (count > 0)
                draw_run(frame, "line-partial", (struct point[]){run[count - 1], at}, 2, WEIGHT_DATA);
            count = 0;
        }
        run[count++] = at;
        before = point->period.index;
    }
    draw_run(frame, "line", run, count, WEIGHT_DATA);
}

/* "(c)" on the foot of the plot, or above what stands there. */
static void draw_flag(struct line_frame *frame, const struct line_point *point, double x)
{
    enum status status = point->value.status;
    if (status != STATUS_CONFIDENTIAL && status != STATUS_UNKNOWN)
        return;
    struct str flag = str_format(frame->setting->arena, "(%s)", status_flag(status));
    struct mark *mark = drawing_text(frame->out, "mute", x, frame->bottom - 5, ANCHOR_MIDDLE, frame->size, flag);
    while (mark->y > frame->top && placer_box_cost(&frame->placer, theme_text_box(frame->setting->theme, mark)) > 0)
        mark->y -= frame->size + 1;
    placer_add_box(&frame->placer, theme_text_box(frame->setting->theme, mark));
    part_cell(frame->setting, mark, &point->value);
}

static void draw_dots(struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    double radius = theme_number(frame->setting->theme, "line-dot");
    bool only_last = line_pitch(frame) < 4 * radius;
    for (size_t i = 0; i < data->point_count; i++) {
        const struct line_point *point = &data->points[i];
        if (!line_has_quarter(frame, point->period))
            continue;
        double x = line_place_x(frame, point->period);
        if (!point->value.present) {
            draw_flag(frame, point, x);
            continue;
        }
        bool hollow = point->value.status == STATUS_PROVISIONAL || point->is_partial;
        if (only_last && point != line_last_point(frame))
            continue;
        double r = hollow ? radius + 1 : radius, y = line_place_y(frame, point->value.value);
        drawing_circle(frame->out, hollow ? "dot-hollow" : "dot", x, y, r);
        part_cell(frame->setting, &frame->out->marks[frame->out->count - 1], &point->value);
        placer_add_box(&frame->placer, (struct box){x - r - 1, y - r - 1, x + r + 1, y + r + 1});
        draw_revision(frame, point, x, y, r);
    }
}

static void draw_milestones(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->milestone_count; i++) {
        const struct line_milestone *milestone = &frame->data->milestones[i];
        if (!line_has_quarter(frame, milestone->period))
            continue;
        double x = line_place_x(frame, milestone->period), y = line_place_y(frame, milestone->value);
        drawing_polyline(frame->out, "target-mark", (struct point[]){{x, y - 6}, {x + 6, y}, {x, y + 6}, {x - 6, y}}, 4,
                         true);
        placer_add_box(&frame->placer, (struct box){x - 7, y - 7, x + 7, y + 7});
    }
}

/* ---- the whole ---- */

static struct line_frame make_frame(struct drawing *out, const struct line_data *data,
                                    const struct chart_setting *setting)
{
    const struct theme *theme = setting->theme;
    struct line_frame frame = {.data = data, .setting = setting, .out = out, .size = part_size(setting)};
    frame.is_narrow = setting->size == CHART_NARROW;
    frame.quarters = data->last.index - data->first.index + 1;
    frame.axis = value_axis(data);
    frame.big = theme_number(theme, frame.is_narrow ? "text-large-narrow" : "text-large");
    drawing_init(out, setting->arena, theme_number(theme, frame.is_narrow ? "line-width-narrow" : "line-width"),
                 theme_number(theme, frame.is_narrow ? "line-height-narrow" : "line-height"));
    frame.top = frame.is_narrow ? 22 : 28;
    frame.bottom = out->height - 44;
    double ticks = 0;
    for (int i = 0; i <= frame.axis.intervals; i++)
        ticks = fmax(ticks, part_width(setting, part_tick(setting, data->unit, &frame.axis, i), frame.size, 400));
    frame.left = frame.is_narrow ? 2 : ticks + 10;
    frame.right = out->width - 2;
    struct ends ends = line_ends_collect(&frame);
    double width = line_ends_width(&ends);
    frame.right = out->width - (width > 0 ? width + 16 : 12);
    placer_init(&frame.placer, setting->arena,
                (struct box){frame.left + 2, frame.top - 14, frame.right + 2, frame.bottom - 2});
    return frame;
}

static void draw_emptiness(struct line_frame *frame)
{
    struct mark *mark =
        drawing_text(frame->out, "mute halo", (frame->left + frame->right) / 2, (frame->top + frame->bottom) / 2,
                     ANCHOR_MIDDLE, frame->size, frame->data->empty_label);
    placer_add_box(&frame->placer, theme_text_box(frame->setting->theme, mark));
}

void line_draw(struct drawing *out, const struct line_data *data, const struct chart_setting *setting)
{
    struct line_frame frame = make_frame(out, data, setting);
    draw_value_axis(&frame);
    draw_time_axis(&frame);
    draw_forecast(&frame);
    draw_target(&frame);
    draw_guide(&frame, &data->trajectory, "trajectory");
    draw_guide(&frame, &data->pace, "pace");
    draw_line(&frame);
    draw_milestones(&frame);
    draw_dots(&frame);
    struct ends ends = line_ends_collect(&frame);
    line_ends_draw(&frame, &ends);
    if (!line_last_point(&frame))
        draw_emptiness(&frame);
    line_labels_draw(&frame);
}
