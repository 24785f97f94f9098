#include "rows.h"

#include <math.h>

enum {
    END_ROOM = 24, /* px beyond the end of the axis, for half a number */
    NAME_LINES = 3,
    AXIS_HEIGHT = 22,
    PLOT_LEAST = 140
};

double rows_place(const struct rows_frame *frame, double value)
{
    return axis_place(&frame->axis, value, frame->left, frame->right);
}

/* ---- numbers of the axis ---- */

static double widest_number(const struct rows_frame *frame)
{
    double widest = 0;
    for (int i = 0; i <= frame->axis.intervals; i++)
        widest = fmax(widest, part_width(frame->setting, part_tick(frame->setting, frame->unit, &frame->axis, i),
                                         frame->size, 400));
    return widest;
}

/* Every how many ticks a number stands, so that the numbers do not touch. */
static int number_every(const struct rows_frame *frame)
{
    double widest = widest_number(frame), width = frame->right - frame->left;
    double first =
        part_width(frame->setting, part_tick(frame->setting, frame->unit, &frame->axis, 0), frame->size, 400);
    double need = widest + 14 + fmax(first / 2, widest / 2 - END_ROOM); /* both ends are moved in from the edge */
    int every = 1;
    while (every < frame->axis.intervals && need * frame->axis.intervals > width * every)
        every++;
    return every;
}

static double clamp(double value, double low, double high)
{
    return fmax(low, fmin(value, high));
}

void rows_draw_axis(struct drawing *out, const struct rows_frame *frame)
{
    struct chart_unit plain = {QUANTITY_NUMBER, 0};
    double bottom = rows_bottom(frame), zero = rows_place(frame, 0);
    double written = -HUGE_VAL; /* right end of the last number */
    int every = number_every(frame);
    for (int i = 0; frame->has_values && i <= frame->axis.intervals; i += every) {
        double number = axis_number(&frame->axis, i), x = rows_place(frame, number);
        bool is_last = i + every > frame->axis.intervals;
        struct str text = part_number(frame->setting, is_last ? frame->unit : plain, number, frame->axis.decimals);
        double half = part_width(frame->setting, text, frame->size, 400) / 2;
        drawing_line(out, "grid", x, frame->top, x, bottom);
        double middle = clamp(x, half, frame->width - half);
        if (middle - half < written + 4)
            continue;
        drawing_text(out, "mute", middle, bottom + 16, ANCHOR_MIDDLE, frame->size, text);
        written = middle + half;
    }
    if (frame->axis.min <= 0 && frame->axis.max >= 0)
        drawing_line(out, "axis", zero, frame->top, zero, bottom);
}

/* ---- names ---- */

static int weight_of(const struct rows_name *name)
{
    return name->is_strong ? 600 : 400;
}

static double name_leading(const struct rows_frame *frame)
{
    return frame->size + 2;
}

static double names_width(const struct rows_frame *frame, double most)
{
    double width = 0;
    for (size_t i = 0; i < frame->count; i++)
        width = fmax(width, part_width(frame->setting, frame->names[i].text, frame->size, weight_of(&frame->names[i])));
    return fmin(width, most);
}

static size_t wrap_name(const struct rows_frame *frame, size_t row, struct str lines[NAME_LINES])
{
    double width = frame->is_narrow ? frame->width - 2 : frame->names_right;
    return part_wrap(frame->setting, frame->names[row].text, frame->size, weight_of(&frame->names[row]), width,
                     NAME_LINES, lines);
}

void rows_draw_name(struct drawing *out, const struct rows_frame *frame, size_t row)
{
    struct str lines[NAME_LINES];
    size_t count = wrap_name(frame, row, lines);
    double y = frame->top + frame->pitch * (double)row;
    double leading = name_leading(frame), lack = frame->name_lines - (double)count;
    double first = frame->is_narrow ? y + 13 + leading * lack
                                    : y + frame->pitch / 2 + 4.3 - leading * (double)(count > 0 ? count - 1 : 0) / 2;
    const char *style = frame->names[row].is_strong ? "strong" : "label";
    if (frame->is_narrow) /* gridlines run behind it */
        style = frame->names[row].is_strong ? "strong halo" : "label halo";
    for (size_t i = 0; i < count; i++)
        drawing_text(out, style, frame->is_narrow ? 1 : frame->names_right, first + leading * (double)i,
                     frame->is_narrow ? ANCHOR_START : ANCHOR_END, frame->size, lines[i]);
}

/* ---- the frame ---- */

/* Rows are as high as the longest name asks. */
static void fit_names(struct rows_frame *frame)
{
    const double gap = 8;
    frame->name_lines = 1;
    for (size_t i = 0; i < frame->count; i++) {
        struct str lines[NAME_LINES];
        frame->name_lines = fmax(frame->name_lines, (double)wrap_name(frame, i, lines));
    }
    double names = name_leading(frame) * frame->name_lines;
    frame->pitch = frame->is_narrow ? names + 4 + frame->body + gap : fmax(frame->body + gap, names + 4);
}

/* Names at the left, or above. */
static void set_sides(struct rows_frame *frame, bool is_narrow, struct rows_wish wish)
{
    frame->is_narrow = is_narrow;
    frame->names_right = is_narrow ? 0 : names_width(frame, 0.45 * frame->width);
    frame->edge = is_narrow ? 1 : frame->names_right + 10;
    frame->left = frame->edge + wish.before;
    /* The end of the axis carries a number, half of which stands out. */
    double half = fmin(fmax(wish.number, widest_number(frame)) / 2, END_ROOM);
    frame->right = frame->width - 2 - fmax(half, wish.beyond);
}

struct rows_frame rows_frame_make(const struct chart_setting *setting, const struct rows_name *names, size_t count,
                                  struct chart_unit unit, struct axis axis, struct rows_wish wish)
{
    static const char *const WIDTHS[] = {"bars-wide", "bars-slim", "bars-narrow"};
    struct rows_frame frame = {
        .setting = setting, .names = names, .count = count, .unit = unit, .axis = axis, .body = wish.body, .top = 2};
    frame.size = part_size(setting);
    frame.width = theme_number(setting->theme, WIDTHS[setting->size]);
    set_sides(&frame, setting->size == CHART_NARROW, wish);
    if (frame.right - frame.left < PLOT_LEAST && wish.before + wish.beyond > 0)
        set_sides(&frame, true, wish);
    fit_names(&frame);
    return frame;
}

double rows_bottom(const struct rows_frame *frame)
{
    return rows_height(frame) - AXIS_HEIGHT;
}

double rows_height(const struct rows_frame *frame)
{
    return frame->top + frame->pitch * (double)(frame->count > 0 ? frame->count : 1) + AXIS_HEIGHT + 4;
}

double rows_body_top(const struct rows_frame *frame, size_t row)
{
    double y = frame->top + frame->pitch * (double)row;
    return frame->is_narrow ? y + 4 + name_leading(frame) * frame->name_lines : y + (frame->pitch - frame->body) / 2;
}

/* ---- rows ---- */

struct mark *rows_draw_absent(struct drawing *out, const struct rows_frame *frame, size_t row, double x,
                              struct str words)
{
    double most = frame->width - part_width(frame->setting, words, frame->size, 400);
    return drawing_text(out, "mute halo", fmin(x, most), rows_body_top(frame, row) + frame->body / 2 + 4.3,
                        ANCHOR_START, frame->size, words);
}

void rows_begin(struct drawing *out, const struct rows_link *link)
{
    struct mark *begin = drawing_add(out, link->href.len > 0 ? MARK_LINK_BEGIN : MARK_GROUP_BEGIN, "");
    begin->href = link->href;
    begin->title = link->href.len > 0 ? link->title : (struct str){NULL, 0};
    begin->attributes = link->attributes;
    begin->attribute_count = link->attribute_count;
    out->has_links = out->has_links || link->href.len > 0;
}

void rows_end(struct drawing *out, const struct rows_link *link)
{
    drawing_add(out, link->href.len > 0 ? MARK_LINK_END : MARK_GROUP_END, "");
}
