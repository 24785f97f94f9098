#include "gencarto/render/chart/line.h"

#include <math.h>
#include <string.h>

#include "part.h"

/* How strongly a label avoids hiding a line, per pixel. */
static const double WEIGHT_DATA = 6, WEIGHT_GUIDE = 3, WEIGHT_TARGET = 4, WEIGHT_RULE = 3;

/* A label that hides more than this is left out. */
static const double COST_MAX = 12;

struct line_frame {
    const struct line_data *data;
    const struct chart_setting *setting;
    struct drawing *out;
    struct placer placer;
    struct axis axis;
    double left, right, top, bottom; /* of the plot */
    double size, big;                /* fonts, px */
    int quarters;
    bool is_narrow;
};

/* ---- geometry ---- */

/* The end of a quarter; that of the quarter before `first` is the left edge. */
static double place_x(const struct line_frame *frame, struct period period)
{
    double share = (double)(period.index - frame->data->first.index + 1) / frame->quarters;
    return frame->left + share * (frame->right - frame->left);
}

static double place_y(const struct line_frame *frame, double value)
{
    return axis_place(&frame->axis, value, frame->bottom, frame->top);
}

static bool in_range(const struct line_frame *frame, struct period period)
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
        if (points[i].value.present)
            include(extent, points[i].value.value);
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

static const struct line_point *last_point(const struct line_frame *frame)
{
    for (size_t i = frame->data->point_count; i > 0; i--)
        if (frame->data->points[i - 1].value.present && in_range(frame, frame->data->points[i - 1].period))
            return &frame->data->points[i - 1];
    return NULL;
}

static bool last_is_at_edge(const struct line_frame *frame)
{
    const struct line_point *last = last_point(frame);
    return last && last->period.index == frame->data->last.index;
}

/* ---- blocks of lines of text ---- */

enum { BLOCK_LINES = 4 };

struct block {
    struct str lines[BLOCK_LINES];
    const char *styles[BLOCK_LINES];
    double sizes[BLOCK_LINES];
    size_t count;
    double width, height;
};

static double leading(double size)
{
    return size + 4;
}

static void block_add(const struct line_frame *frame, struct block *block, struct str text, const char *style,
                      double size)
{
    if (text.len == 0 || block->count == BLOCK_LINES)
        return;
    int weight = theme_weight(frame->setting->theme, str_from(style));
    block->lines[block->count] = text;
    block->styles[block->count] = style;
    block->sizes[block->count++] = size;
    block->width = fmax(block->width, part_width(frame->setting, text, size, weight));
    block->height += leading(size);
}

static void block_add_wrapped(const struct line_frame *frame, struct block *block, struct str text, const char *style,
                              double width)
{
    struct str lines[3];
    int weight = theme_weight(frame->setting->theme, str_from(style));
    size_t count = part_wrap(frame->setting, text, frame->size, weight, width, 3, lines);
    for (size_t i = 0; i < count; i++)
        block_add(frame, block, lines[i], style, frame->size);
}

static struct box block_box(const struct block *block, double x, double top, enum anchor anchor)
{
    double left = anchor == ANCHOR_END ? x - block->width : anchor == ANCHOR_MIDDLE ? x - block->width / 2 : x;
    return (struct box){left, top, left + block->width, top + block->height};
}

static void block_draw(struct line_frame *frame, const struct block *block, double x, double top, enum anchor anchor)
{
    for (size_t i = 0; i < block->count; i++) {
        double baseline = top + block->sizes[i] * 0.86 + 1;
        drawing_text(frame->out, block->styles[i], x, baseline, anchor, block->sizes[i], block->lines[i]);
        top += leading(block->sizes[i]);
    }
}

/* ---- the right margin: last value, target, forecast ---- */

enum { END_MAX = 3 };

struct end_label {
    struct block block;
    double y; /* what it names */
    double top;
};

struct ends {
    struct end_label labels[END_MAX]; /* from top to bottom */
    size_t count;
};

static double margin_text_width(const struct line_frame *frame)
{
    return theme_number(frame->setting->theme, frame->is_narrow ? "line-margin-narrow" : "line-margin");
}

static struct block last_block(const struct line_frame *frame)
{
    struct block block = {0};
    const struct line_point *last = last_point(frame);
    if (!last)
        return block;
    const struct chart_value *value = &last->value;
    struct str text = part_value(frame->setting, frame->data->unit, value);
    if (frame->is_narrow && value->status == STATUS_PROVISIONAL) {
        block_add(frame, &block,
                  part_number(frame->setting, frame->data->unit, value->value, frame->data->unit.decimals),
                  "strong halo", frame->big);
        block_add(frame, &block, STR("(p)"), "mute halo", frame->size);
    } else {
        block_add(frame, &block, text, "strong halo", frame->big);
    }
    if (!frame->is_narrow)
        block_add_wrapped(frame, &block, frame->data->end_note, "mute halo", margin_text_width(frame));
    return block;
}

static void ends_add(struct ends *ends, struct block block, double y)
{
    if (block.count == 0)
        return;
    size_t at = ends->count++;
    for (; at > 0 && ends->labels[at - 1].y > y; at--)
        ends->labels[at] = ends->labels[at - 1];
    ends->labels[at] = (struct end_label){block, y, 0};
}

static struct ends collect_ends(const struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    struct ends ends = {.count = 0};
    struct block target = {0}, forecast = {0};
    if (last_is_at_edge(frame))
        ends_add(&ends, last_block(frame), place_y(frame, last_point(frame)->value.value));
    if (data->target.present)
        block_add_wrapped(frame, &target, frame->is_narrow ? data->target_short_label : data->target_label,
                          "target-text halo", margin_text_width(frame));
    ends_add(&ends, target, data->target.present ? place_y(frame, data->target.value) : 0);
    if (data->forecast_count > 0) {
        block_add_wrapped(frame, &forecast, data->forecast_label, "mute halo", margin_text_width(frame));
        ends_add(&ends, forecast, place_y(frame, data->forecast[data->forecast_count - 1].middle));
    }
    return ends;
}

static double ends_width(const struct ends *ends)
{
    double width = 0;
    for (size_t i = 0; i < ends->count; i++)
        width = fmax(width, ends->labels[i].block.width);
    return width;
}

/* Each label's first line beside what it names; then pushed down until none overlap, then up from the foot. */
static void spread_ends(const struct line_frame *frame, struct ends *ends)
{
    const double gap = 4;
    for (size_t i = 0; i < ends->count; i++) {
        struct end_label *label = &ends->labels[i];
        label->top = fmax(2, label->y - leading(label->block.sizes[0]) / 2);
    }
    for (size_t i = 1; i < ends->count; i++) {
        struct end_label *above = &ends->labels[i - 1], *below = &ends->labels[i];
        double lack = above->top + above->block.height + gap - below->top;
        double up = fmax(0, fmin(lack / 2, above->top - 2));
        if (lack <= 0)
            continue;
        if (i == 1)
            above->top -= up;
        below->top = above->top + above->block.height + gap;
    }
    double limit = frame->out->height - 2;
    for (size_t i = ends->count; i > 0; i--) {
        struct end_label *label = &ends->labels[i - 1];
        label->top = fmin(label->top, limit - label->block.height);
        limit = label->top - gap;
    }
}

static void draw_ends(struct line_frame *frame, const struct ends *ends)
{
    for (size_t i = 0; i < ends->count; i++) {
        const struct end_label *label = &ends->labels[i];
        block_draw(frame, &label->block, frame->right + 12, label->top, ANCHOR_START);
        if (last_is_at_edge(frame) && label->y == place_y(frame, last_point(frame)->value.value))
            part_cell(frame->setting, &frame->out->marks[frame->out->count - label->block.count],
                      &last_point(frame)->value);
    }
}

/* ---- axes ---- */

static void draw_value_axis(struct line_frame *frame)
{
    struct drawing *out = frame->out;
    for (int i = 0; i <= frame->axis.intervals; i++) {
        double number = axis_number(&frame->axis, i), y = floor(place_y(frame, number)) + 0.5;
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
    if (!frame->is_narrow)
        drawing_text(out, "mute", frame->left, frame->top - 10, ANCHOR_START, frame->size, frame->data->unit_label);
}

static double pitch_of(const struct line_frame *frame)
{
    return (frame->right - frame->left) / frame->quarters;
}

static void draw_quarter(struct line_frame *frame, int index, double pitch)
{
    struct period period = {index};
    struct drawing *out = frame->out;
    double x = place_x(frame, period), bottom = frame->bottom;
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
    double pitch = pitch_of(frame), year_width = part_width(frame->setting, STR("2000"), frame->size, 600) + 6;
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
            points[count++] =
                (struct point){place_x(frame, guide->points[i].period), place_y(frame, guide->points[i].value.value)};
    draw_run(frame, style, points, count, WEIGHT_GUIDE);
}

static void draw_target(struct line_frame *frame)
{
    if (!frame->data->target.present)
        return;
    double y = place_y(frame, frame->data->target.value);
    draw_run(frame, "target-line", (struct point[]){{frame->left, y}, {frame->right, y}}, 2, WEIGHT_TARGET);
}

/* A light band from low to high and a dotted line in the middle, from the last value on. */
static void draw_forecast(struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    const struct line_point *last = last_point(frame);
    if (!last || data->forecast_count == 0)
        return;
    size_t count = data->forecast_count;
    struct point *band = arena_array(frame->setting->arena, struct point, 2 * count + 1);
    struct point *middle = arena_array(frame->setting->arena, struct point, count + 1);
    band[0] = middle[0] = (struct point){place_x(frame, last->period), place_y(frame, last->value.value)};
    for (size_t i = 0; i < count; i++) {
        double x = fmin(place_x(frame, data->forecast[i].period), frame->right);
        band[1 + i] = (struct point){x, place_y(frame, data->forecast[i].high)};
        band[2 * count - i] = (struct point){x, place_y(frame, data->forecast[i].low)};
        middle[1 + i] = (struct point){x, place_y(frame, data->forecast[i].middle)};
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
        run[count++] = (struct point){frame->left, place_y(frame, 0)};
    for (size_t i = 0; i < data->point_count; i++) {
        const struct line_point *point = &data->points[i];
        if (!point->value.present || !in_range(frame, point->period))
            continue;
        if (point->period.index != before + 1) {
            draw_run(frame, "line", run, count, WEIGHT_DATA);
            count = 0;
        }
        run[count++] = (struct point){place_x(frame, point->period), place_y(frame, point->value.value)};
        before = point->period.index;
    }
    draw_run(frame, "line", run, count, WEIGHT_DATA);
}

static void draw_dots(struct line_frame *frame)
{
    const struct line_data *data = frame->data;
    double radius = theme_number(frame->setting->theme, "line-dot");
    bool only_last = pitch_of(frame) < 4 * radius;
    for (size_t i = 0; i < data->point_count; i++) {
        const struct line_point *point = &data->points[i];
        if (!in_range(frame, point->period))
            continue;
        double x = place_x(frame, point->period);
        if (!point->value.present) {
            if (point->value.status == STATUS_CONFIDENTIAL || point->value.status == STATUS_UNKNOWN) {
                drawing_text(frame->out, "mute", x, frame->bottom - 5, ANCHOR_MIDDLE, frame->size,
                             str_format(frame->setting->arena, "(%s)", status_flag(point->value.status)));
                part_cell(frame->setting, &frame->out->marks[frame->out->count - 1], &point->value);
            }
            continue;
        }
        bool hollow = point->value.status == STATUS_PROVISIONAL;
        if (only_last && point != last_point(frame))
            continue;
        double r = hollow ? radius + 1 : radius, y = place_y(frame, point->value.value);
        drawing_circle(frame->out, hollow ? "dot-hollow" : "dot", x, y, r);
        part_cell(frame->setting, &frame->out->marks[frame->out->count - 1], &point->value);
        placer_add_box(&frame->placer, (struct box){x - r - 1, y - r - 1, x + r + 1, y + r + 1});
    }
}

/* ---- labels inside the plot ---- */

struct candidate {
    double x, top;
    enum anchor anchor;
    double cost; /* added: how much worse the place looks */
};

/* The cheapest place for the block; false, and nothing drawn, when every one hides too much. */
static bool block_place(struct line_frame *frame, const struct block *block, const struct candidate *candidates,
                        size_t count, double most, struct box *out_box)
{
    size_t best = 0;
    double best_cost = 1e9;
    for (size_t i = 0; i < count; i++) {
        struct box box = block_box(block, candidates[i].x, candidates[i].top, candidates[i].anchor);
        double cost = candidates[i].cost + placer_cost(&frame->placer, box);
        if (cost < best_cost) {
            best_cost = cost;
            best = i;
        }
    }
    if (best_cost > most)
        return false;
    const struct candidate *at = &candidates[best];
    *out_box = block_box(block, at->x, at->top, at->anchor);
    placer_add_box(&frame->placer, *out_box);
    block_draw(frame, block, at->x, at->top, at->anchor);
    return true;
}

static bool label_around(struct line_frame *frame, const struct block *block, double x, double y, double most)
{
    double h = block->height, r = theme_number(frame->setting->theme, "line-dot") + 3;
    const struct candidate around[] = {
        {x - r - 1, y - h - 2, ANCHOR_END, 0},   {x, y - h - r, ANCHOR_MIDDLE, 1},
        {x + r + 1, y + 2, ANCHOR_START, 2},     {x, y + r - 1, ANCHOR_MIDDLE, 2},
        {x + r + 1, y - h - 2, ANCHOR_START, 3}, {x - r - 1, y + 2, ANCHOR_END, 3},
        {x + r + 3, y - h / 2, ANCHOR_START, 3}, {x - r - 3, y - h / 2, ANCHOR_END, 4},
        {x - r - 1, y - h - 14, ANCHOR_END, 6},  {x, y - h - r - 12, ANCHOR_MIDDLE, 6},
    };
    struct box unused;
    return block_place(frame, block, around, sizeof around / sizeof *around, most, &unused);
}

static void label_last(struct line_frame *frame)
{
    const struct line_point *last = last_point(frame);
    if (!last || last_is_at_edge(frame))
        return;
    struct block block = last_block(frame);
    label_around(frame, &block, place_x(frame, last->period), place_y(frame, last->value.value), 1e8);
}

static void label_points(struct line_frame *frame, bool ends_of_years)
{
    for (size_t i = 0; i < frame->data->point_count; i++) {
        const struct line_point *point = &frame->data->points[i];
        bool is_end = period_quarter(point->period) == 4;
        if (!point->value.present || !in_range(frame, point->period) || is_end != ends_of_years ||
            point == last_point(frame))
            continue;
        struct block block = {0};
        block_add(frame, &block, part_value(frame->setting, frame->data->unit, &point->value),
                  is_end ? "strong halo" : "mute halo", frame->size);
        label_around(frame, &block, place_x(frame, point->period), place_y(frame, point->value.value), COST_MAX);
    }
}

static void draw_milestones(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->milestone_count; i++) {
        const struct line_milestone *milestone = &frame->data->milestones[i];
        if (!in_range(frame, milestone->period))
            continue;
        double x = place_x(frame, milestone->period), y = place_y(frame, milestone->value);
        drawing_polyline(frame->out, "target-mark", (struct point[]){{x, y - 6}, {x + 6, y}, {x, y + 6}, {x - 6, y}}, 4,
                         true);
        placer_add_box(&frame->placer, (struct box){x - 7, y - 7, x + 7, y + 7});
    }
}

static void label_milestones(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->milestone_count; i++) {
        const struct line_milestone *milestone = &frame->data->milestones[i];
        if (!in_range(frame, milestone->period))
            continue;
        double x = place_x(frame, milestone->period), y = place_y(frame, milestone->value);
        struct block block = {0};
        struct box unused;
        block_add(frame, &block, frame->is_narrow ? milestone->short_label : milestone->label, "target-text halo",
                  frame->size);
        double h = block.height;
        const struct candidate places[] = {
            {x + 11, y - h / 2 + 1, ANCHOR_START, 0},
            {x - 11, y - h / 2 + 1, ANCHOR_END, 1},
            {x, y + 9, ANCHOR_MIDDLE, 2},
            {x, y - h - 8, ANCHOR_MIDDLE, 2},
            {x + 6, y + 9, ANCHOR_START, 3},
            {x - 6, y + 9, ANCHOR_END, 3},
            {x + 6, y - h - 8, ANCHOR_START, 3},
            {x - 6, y - h - 8, ANCHOR_END, 3},
        };
        block_place(frame, &block, places, sizeof places / sizeof *places, 900, &unused);
    }
}

/* Where the data line, or the foot of the plot, is at x. */
static double line_y(const struct line_frame *frame, double x)
{
    const struct line_data *data = frame->data;
    double y = frame->bottom, before_x = frame->left, before_y = frame->bottom;
    bool has_before = data->starts_at_zero;
    for (size_t i = 0; i < data->point_count; i++) {
        if (!data->points[i].value.present || !in_range(frame, data->points[i].period))
            continue;
        double at = place_x(frame, data->points[i].period), value = place_y(frame, data->points[i].value.value);
        if (has_before && x >= before_x - 0.01 && x <= at + 0.01)
            y = before_y + (value - before_y) * (x - before_x) / (at - before_x);
        before_x = at;
        before_y = value;
        has_before = true;
    }
    return y;
}

enum { ANNOTATION_PLACES = 24 };

/* Annotations hang from the top; where the line is in the way, lower, or to the left of their rule. */
static void draw_annotation(struct line_frame *frame, const struct line_annotation *annotation)
{
    double x = place_x(frame, (struct period){annotation->period.index - 1});
    struct block block = {0};
    if (frame->is_narrow) {
        block_add(frame, &block, annotation->short_label, "label halo", frame->size);
    } else {
        block_add(frame, &block, annotation->label[0], "strong halo", frame->size);
        block_add(frame, &block, annotation->label[1], "mute halo", frame->size);
    }
    struct candidate places[ANNOTATION_PLACES];
    double line = line_y(frame, x);
    for (size_t i = 0; i < ANNOTATION_PLACES; i++) {
        bool is_left = i >= ANNOTATION_PLACES / 2;
        double row = (double)(i % (ANNOTATION_PLACES / 2));
        double top = frame->top + 8 + 14 * row;
        double rule = placer_box_cost(&frame->placer, (struct box){x - 1, top, x + 1, top + block.height + 16});
        places[i] = (struct candidate){is_left ? x - 7 : x + 7, top, is_left ? ANCHOR_END : ANCHOR_START,
                                       row + (is_left ? 3 : 0) + rule};
    }
    struct box box;
    if (!block_place(frame, &block, places, ANNOTATION_PLACES, 100, &box))
        return;
    double foot = line > box.y1 && line < frame->bottom - 8 ? line - 8 : frame->bottom;
    foot = fmin(foot, placer_first_below(&frame->placer, x, box.y1) - 3);
    if (foot > frame->bottom - 4)
        foot = frame->bottom;
    drawing_line(frame->out, "leader", x, box.y0 + 2, x, foot);
}

static void draw_annotations(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->annotation_count; i++)
        if (in_range(frame, frame->data->annotations[i].period))
            draw_annotation(frame, &frame->data->annotations[i]);
}

/* Before any label is placed: where the rules of annotations will be. */
static void reserve_rules(struct line_frame *frame)
{
    for (size_t i = 0; i < frame->data->annotation_count; i++) {
        const struct line_annotation *annotation = &frame->data->annotations[i];
        double x = place_x(frame, (struct period){annotation->period.index - 1});
        if (in_range(frame, annotation->period))
            placer_add_line(&frame->placer, (struct point){x, frame->top}, (struct point){x, line_y(frame, x)},
                            WEIGHT_RULE);
    }
}

/* The label of a guide: beside one of its points, joined to it by an elbow. */
struct elbow {
    struct box box;
    struct point on_guide;
    bool is_below;
};

static double elbow_cost(const struct line_frame *frame, const struct elbow *elbow)
{
    double text_y = elbow->is_below ? elbow->box.y0 + 8 : elbow->box.y1 - 8;
    double gap = elbow->is_below ? 5 : -5;
    double edge = elbow->is_below ? elbow->box.x0 : elbow->box.x1;
    /* Near the data line it would be unclear which of the two is named. */
    double unclear = fmax(0, 16 - fabs(line_y(frame, elbow->on_guide.x) - elbow->on_guide.y));
    return unclear + placer_cost(&frame->placer, elbow->box) +
           placer_leader_cost(&frame->placer, (struct point){elbow->on_guide.x, elbow->on_guide.y + gap},
                              (struct point){elbow->on_guide.x, text_y}) +
           placer_leader_cost(&frame->placer, (struct point){elbow->on_guide.x, text_y}, (struct point){edge, text_y});
}

/* A point `share` of the way along the guide. */
static bool guide_point(const struct line_frame *frame, const struct line_guide *guide, double share,
                        struct point *out_point)
{
    if (guide->count < 2)
        return false;
    double at = share * (double)(guide->count - 1), whole = floor(at), part = at - whole;
    size_t i = (size_t)whole;
    const struct line_point *a = &guide->points[i], *b = &guide->points[i + 1 < guide->count ? i + 1 : i];
    if (!a->value.present || !b->value.present)
        return false;
    double x0 = place_x(frame, a->period), y0 = place_y(frame, a->value.value);
    double x1 = place_x(frame, b->period), y1 = place_y(frame, b->value.value);
    *out_point = (struct point){x0 + part * (x1 - x0), y0 + part * (y1 - y0)};
    return out_point->x >= frame->left && out_point->x <= frame->right;
}

static struct elbow make_elbow(const struct block *block, struct point on_guide, bool is_below, double reach)
{
    double x = is_below ? on_guide.x + 11 : on_guide.x - 11 - block->width;
    double y = is_below ? on_guide.y + reach : on_guide.y - reach - block->height;
    return (struct elbow){{x, y, x + block->width, y + block->height}, on_guide, is_below};
}

static void draw_elbow(struct line_frame *frame, const struct block *block, const struct elbow *elbow)
{
    double text_y = elbow->is_below ? elbow->box.y0 + 8 : elbow->box.y1 - 8;
    double start = elbow->on_guide.y + (elbow->is_below ? 4 : -4);
    double end = elbow->is_below ? elbow->box.x0 - 3 : elbow->box.x1 + 3;
    struct point corners[] = {{elbow->on_guide.x, start}, {elbow->on_guide.x, text_y}, {end, text_y}};
    drawing_polyline(frame->out, "leader", corners, 3, false);
    block_draw(frame, block, elbow->box.x0, elbow->box.y0, ANCHOR_START);
    placer_add_box(&frame->placer, elbow->box);
}

static void label_guide(struct line_frame *frame, const struct line_guide *guide, const char *style)
{
    static const double SHARES[] = {0.4, 0.5, 0.3, 0.6, 0.2, 0.7, 0.8, 0.12, 0.9}, REACHES[] = {16, 26, 38, 52, 68, 86};
    struct block block = {0};
    for (size_t i = 0; i < 2; i++)
        block_add(frame, &block, frame->is_narrow ? guide->short_label[i] : guide->label[i], style, frame->size);
    struct elbow best = {0};
    double best_cost = 1e9;
    for (size_t s = 0; block.count > 0 && s < sizeof SHARES / sizeof *SHARES; s++)
        for (size_t r = 0; r < sizeof REACHES / sizeof *REACHES; r++)
            for (int below = 0; below <= 1; below++) {
                struct point on_guide;
                if (!guide_point(frame, guide, SHARES[s], &on_guide))
                    continue;
                struct elbow elbow = make_elbow(&block, on_guide, below == 1, REACHES[r]);
                double cost = elbow_cost(frame, &elbow) + (double)s + (double)r;
                if (cost < best_cost) {
                    best_cost = cost;
                    best = elbow;
                }
            }
    if (best_cost < 60)
        draw_elbow(frame, &block, &best);
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
    struct ends ends = collect_ends(&frame);
    double width = ends_width(&ends);
    frame.right = out->width - (width > 0 ? width + 16 : 12);
    placer_init(&frame.placer, setting->arena,
                (struct box){frame.left + 2, frame.top - 14, frame.right + 2, frame.bottom - 2});
    return frame;
}

static void draw_labels(struct line_frame *frame)
{
    reserve_rules(frame);
    label_last(frame);
    label_points(frame, true);
    label_milestones(frame);
    draw_annotations(frame);
    label_guide(frame, &frame->data->pace, "mute halo");
    label_guide(frame, &frame->data->trajectory, "target-text halo");
    if (!frame->is_narrow && pitch_of(frame) >= theme_number(frame->setting->theme, "line-pitch-labelled"))
        label_points(frame, false);
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
    struct ends ends = collect_ends(&frame);
    spread_ends(&frame, &ends);
    draw_ends(&frame, &ends);
    draw_labels(&frame);
    if (!last_point(&frame))
        drawing_text(out, "mute halo", (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2, ANCHOR_MIDDLE,
                     frame.size, data->empty_label);
}
