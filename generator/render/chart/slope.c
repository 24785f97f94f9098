#include "gencarto/render/chart/slope.h"

#include <math.h>
#include <stdlib.h>

#include "part.h"
#include "rows.h"

enum { NAME_LINES = 3 };

static const double LEADING = 16, NAME_LEADING = 14, HEAD = 26, DOT = 4, GAP = 8, LEADER = 14, PLOT_LEAST = 84,
                    NAME_LEAST = 76, SPREAD = 1.4; /* of the labels' height: room for most to stand at their value */

struct slope_frame {
    const struct slope_data *data;
    const struct chart_setting *setting;
    const struct pair_row **rows; /* with both values */
    size_t count;
    struct axis axis;
    double width, left, right; /* where the ends of the lines stand */
    double top, bottom;
    double label_most; /* width of a label: beyond it a name breaks */
    double pitch;      /* of labels */
    double size;
    bool is_narrow;
    bool is_stacked; /* names stand under their values */
};

enum side { SIDE_BEFORE, SIDE_AFTER };

static const struct chart_value *end_value(const struct pair_row *row, enum side side)
{
    return side == SIDE_BEFORE ? &row->before : &row->after;
}

static double place_y(const struct slope_frame *frame, double value)
{
    return axis_place(&frame->axis, value, frame->bottom, frame->top);
}

static struct axis value_axis(const struct slope_frame *frame)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < frame->count; i++) {
        low = fmin(low, fmin(frame->rows[i]->before.value, frame->rows[i]->after.value));
        high = fmax(high, fmax(frame->rows[i]->before.value, frame->rows[i]->after.value));
    }
    if (frame->count == 0)
        return axis_cover(0, 1, 2, true);
    if (!(high > low)) { /* all equal: in the middle */
        low -= 1;
        high += 1;
    }
    return (struct axis){.min = low, .max = high, .step = high - low, .intervals = 1};
}

/* ---- labels ---- */

static bool has_name(const struct slope_frame *frame, enum side side)
{
    return side == SIDE_AFTER || !frame->is_narrow;
}

static double value_width(const struct slope_frame *frame, const struct pair_row *row, enum side side)
{
    struct str text = part_value(frame->setting, frame->data->unit, end_value(row, side));
    return part_width(frame->setting, text, frame->size, 600);
}

static double widest_value(const struct slope_frame *frame, enum side side)
{
    double width = 0;
    for (size_t i = 0; i < frame->count; i++)
        width = fmax(width, value_width(frame, frame->rows[i], side));
    return width;
}

static size_t wrap_name(const struct slope_frame *frame, const struct pair_row *row, enum side side,
                        struct str lines[NAME_LINES])
{
    double most = frame->label_most - (frame->is_stacked ? 0 : GAP + widest_value(frame, side));
    return part_wrap(frame->setting, row->name, frame->size, row->is_emphasised ? 600 : 400, most, NAME_LINES, lines);
}

static double label_width(const struct slope_frame *frame, const struct pair_row *row, enum side side)
{
    struct str lines[NAME_LINES];
    size_t count = has_name(frame, side) ? wrap_name(frame, row, side, lines) : 0;
    double name = 0;
    for (size_t i = 0; i < count; i++)
        name = fmax(name, part_width(frame->setting, lines[i], frame->size, row->is_emphasised ? 600 : 400));
    double value = widest_value(frame, side);
    return count == 0 ? value : frame->is_stacked ? fmax(value, name) : value + GAP + name;
}

static double widest_label(const struct slope_frame *frame, enum side side)
{
    double width = 0;
    for (size_t i = 0; i < frame->count; i++)
        width = fmax(width, label_width(frame, frame->rows[i], side));
    return width;
}

/* Labels of two lines are further apart. */
static double label_pitch(const struct slope_frame *frame)
{
    size_t most = 1;
    for (size_t i = 0; i < frame->count; i++) {
        struct str lines[NAME_LINES];
        size_t count = wrap_name(frame, frame->rows[i], SIDE_AFTER, lines);
        most = count > most ? count : most;
    }
    return LEADING + NAME_LEADING * (double)(frame->is_stacked ? most : most - 1);
}

struct placed_label {
    const struct pair_row *row;
    double y;     /* of the end */
    double order; /* of the other end, for equal values */
    size_t rank;
};

static int compare_labels(const void *a, const void *b)
{
    const struct placed_label *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    if (p->order != q->order)
        return p->order < q->order ? -1 : 1;
    return p->rank < q->rank ? -1 : 1;
}

static void draw_label(struct drawing *out, const struct slope_frame *frame, const struct pair_row *row, enum side side,
                       double y)
{
    bool is_left = side == SIDE_BEFORE;
    const struct chart_value *value = end_value(row, side);
    struct str text = part_value(frame->setting, frame->data->unit, value), lines[NAME_LINES];
    double x = is_left ? frame->left - LEADER - GAP : frame->right + LEADER + GAP;
    enum anchor anchor = is_left ? ANCHOR_END : ANCHOR_START;
    size_t count = has_name(frame, side) ? wrap_name(frame, row, side, lines) : 0;
    double lift = frame->is_stacked ? NAME_LEADING * (double)count / 2 : 0; /* the block is centred on y */
    struct mark *mark = drawing_text(out, row->is_emphasised || !is_left ? "strong" : "label", x, y + 4.3 - lift,
                                     anchor, frame->size, text);
    part_cell(frame->setting, mark, value);
    double step = frame->is_stacked ? 0 : GAP + widest_value(frame, side);
    double first = frame->is_stacked ? y + 4.3 - lift + NAME_LEADING : y + 4.3 - NAME_LEADING * ((double)count - 1) / 2;
    for (size_t i = 0; i < count; i++)
        drawing_text(out, row->is_emphasised ? "strong" : "mute", is_left ? x - step : x + step,
                     first + NAME_LEADING * (double)i, anchor, frame->size, lines[i]);
}

/* The labels of one side, from top to bottom, apart from each other; joined to their ends where they were moved. */
static void draw_labels(struct drawing *out, const struct slope_frame *frame, enum side side)
{
    struct arena *arena = frame->setting->arena;
    struct placed_label *labels = arena_array(arena, struct placed_label, frame->count);
    double *places = arena_array(arena, double, frame->count);
    for (size_t i = 0; i < frame->count; i++) {
        enum side other = side == SIDE_BEFORE ? SIDE_AFTER : SIDE_BEFORE;
        labels[i] = (struct placed_label){frame->rows[i], place_y(frame, end_value(frame->rows[i], side)->value),
                                          place_y(frame, end_value(frame->rows[i], other)->value), i};
    }
    qsort(labels, frame->count, sizeof *labels, compare_labels);
    for (size_t i = 0; i < frame->count; i++)
        places[i] = labels[i].y;
    part_spread(arena, places, frame->count, frame->pitch, frame->top, frame->bottom);
    for (size_t i = 0; i < frame->count; i++) {
        double from = side == SIDE_BEFORE ? frame->left - DOT - 1 : frame->right + DOT + 1;
        double to = side == SIDE_BEFORE ? frame->left - LEADER - GAP / 2 : frame->right + LEADER + GAP / 2;
        drawing_line(out, "tick", from, labels[i].y, to, places[i]);
        draw_label(out, frame, labels[i].row, side, places[i]);
    }
}

/* ---- lines ---- */

static void draw_row(struct drawing *out, const struct slope_frame *frame, const struct pair_row *row)
{
    struct rows_link link = {.href = row->href, .title = row->link_title};
    double before = place_y(frame, row->before.value), after = place_y(frame, row->after.value);
    bool hollow = row->after.status == STATUS_PROVISIONAL;
    rows_begin(out, &link);
    drawing_line(out, row->is_emphasised ? "slope-strong" : "slope", frame->left, before, frame->right, after);
    drawing_circle(out, row->is_emphasised ? "dot" : "peer", frame->left, before, DOT);
    if (hollow && row->is_emphasised)
        drawing_circle(out, "dot-hollow", frame->right, after, DOT);
    else
        drawing_circle(out, row->is_emphasised ? "dot" : "peer", frame->right, after, DOT);
    rows_end(out, &link);
}

/* ---- rows without both values, in words ---- */

enum { MISSING_LINES = 12 };

static struct str missing_text(const struct slope_data *data, struct arena *arena)
{
    struct buf text;
    size_t count = 0;
    buf_init(&text, arena);
    for (size_t i = 0; i < data->count; i++) {
        const struct pair_row *row = &data->rows[i];
        if (row->before.present && row->after.present)
            continue;
        const struct chart_value *why = row->after.present ? &row->before : &row->after;
        struct str words = part_absent(&data->words, why);
        buf_add(&text, count == 0 ? data->missing_label : STR(","));
        buf_format(&text, " %.*s (%.*s)", STR_ARGS(row->name), STR_ARGS(words));
        count++;
    }
    return buf_str(&text);
}

/* ---- the whole ---- */

static struct slope_frame make_frame(const struct slope_data *data, const struct chart_setting *setting)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct slope_frame frame = {.data = data, .setting = setting, .size = part_size(setting)};
    frame.is_narrow = setting->size != CHART_WIDE;
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    frame.rows = arena_array(setting->arena, const struct pair_row *, data->count);
    for (size_t i = 0; i < data->count; i++)
        if (data->rows[i].before.present && data->rows[i].after.present)
            frame.rows[frame.count++] = &data->rows[i];
    frame.axis = value_axis(&frame);
    double margin = LEADER + GAP + 1;
    frame.label_most = frame.is_narrow ? 0 : (frame.width - PLOT_LEAST) / 2 - margin;
    frame.left = widest_label(&frame, SIDE_BEFORE) + margin;
    if (frame.is_narrow) {
        frame.label_most = frame.width - PLOT_LEAST - frame.left - margin;
        frame.is_stacked = frame.label_most - GAP - widest_value(&frame, SIDE_AFTER) < NAME_LEAST;
    }
    frame.right = frame.width - widest_label(&frame, SIDE_AFTER) - margin;
    frame.pitch = label_pitch(&frame);
    frame.top = HEAD + frame.pitch / 2;
    frame.bottom = frame.top + fmax(SPREAD * frame.pitch * (double)(frame.count > 0 ? frame.count - 1 : 0), 160);
    return frame;
}

static void draw_heads(struct drawing *out, const struct slope_frame *frame)
{
    const struct slope_data *data = frame->data;
    drawing_line(out, "axis", frame->left, frame->top - 10, frame->left, frame->bottom + 10);
    drawing_line(out, "axis", frame->right, frame->top - 10, frame->right, frame->bottom + 10);
    double before = part_width(frame->setting, data->before_label, frame->size, 600);
    double after = part_width(frame->setting, data->after_label, frame->size, 600);
    drawing_text(out, "strong", fmax(frame->left + DOT, before), 12, ANCHOR_END, frame->size, data->before_label);
    drawing_text(out, "strong", fmin(frame->right - DOT, frame->width - after), 12, ANCHOR_START, frame->size,
                 data->after_label);
}

void slope_draw(struct drawing *out, const struct slope_data *data, const struct chart_setting *setting)
{
    struct slope_frame frame = make_frame(data, setting);
    struct str lines[MISSING_LINES];
    size_t line_count =
        part_wrap(setting, missing_text(data, setting->arena), frame.size, 400, frame.width - 2, MISSING_LINES, lines);
    double foot = frame.bottom + frame.pitch / 2 + 6;
    drawing_init(out, setting->arena, frame.width, foot + (line_count > 0 ? 8 + LEADING * (double)line_count : 0));
    if (frame.count == 0) {
        drawing_text(out, "mute", frame.width / 2, (frame.top + frame.bottom) / 2, ANCHOR_MIDDLE, frame.size,
                     data->empty_label);
    } else {
        draw_heads(out, &frame);
        for (int pass = 0; pass < 2; pass++) /* emphasised rows over the others */
            for (size_t i = 0; i < frame.count; i++)
                if (frame.rows[i]->is_emphasised == (pass == 1))
                    draw_row(out, &frame, frame.rows[i]);
        draw_labels(out, &frame, SIDE_BEFORE);
        draw_labels(out, &frame, SIDE_AFTER);
    }
    for (size_t i = 0; i < line_count; i++)
        drawing_text(out, "mute", 1, foot + LEADING * (double)(i + 1) - 4, ANCHOR_START, frame.size, lines[i]);
}
