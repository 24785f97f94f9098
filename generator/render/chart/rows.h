/* Charts of named rows over one horizontal axis: bars, grouped bars, dumbbells, waterfalls. The frame says where rows,
 * names and the axis stand; a chart draws the body of each row. Names stand at the left, or above the body in
 * CHART_NARROW; the axis has its numbers at the foot. Internal to chart/. */
#ifndef GENERATOR_RENDER_CHART_ROWS_H
#define GENERATOR_RENDER_CHART_ROWS_H

#include "part.h"

struct rows_name {
    struct str text;
    bool is_strong;
};

struct rows_frame {
    const struct chart_setting *setting;
    const struct rows_name *names;
    size_t count;
    struct chart_unit unit;
    struct axis axis;
    double width;
    double edge;        /* right of the names */
    double left, right; /* where the axis starts and ends */
    double names_right; /* names end here; narrow: they start at 0 */
    double top;         /* of the first row; a chart that writes above its rows moves it down */
    double pitch, body; /* heights of a row and of what is drawn in it */
    double name_lines;  /* of the longest name */
    double size;        /* font, px */
    bool is_narrow;
    bool has_values; /* set by the chart: without any, the axis has no numbers, which would be invented */
};

/* What a chart asks of the frame. */
struct rows_wish {
    double body;           /* height of what it draws in a row */
    double number;         /* widest text that may stand half beyond the end of the axis */
    double before, beyond; /* kept free on the left and on the right of the axis, for numbers */
};

/* `names` must outlive the frame. Where names at the left would leave the axis no room, they stand above as in
 * CHART_NARROW. */
struct rows_frame rows_frame_make(const struct chart_setting *setting, const struct rows_name *names, size_t count,
                                  struct chart_unit unit, struct axis axis, struct rows_wish wish);

/* The height of the whole drawing, with the numbers of the axis. */
double rows_height(const struct rows_frame *frame);

/* The foot of the rows, where the numbers of the axis begin. */
double rows_bottom(const struct rows_frame *frame);

double rows_place(const struct rows_frame *frame, double value);
double rows_body_top(const struct rows_frame *frame, size_t row);

void rows_draw_axis(struct drawing *out, const struct rows_frame *frame);
void rows_draw_name(struct drawing *out, const struct rows_frame *frame, size_t row);

/* Words in the place of a row's marks: "secret statistique". */
struct mark *rows_draw_absent(struct drawing *out, const struct rows_frame *frame, size_t row, double x,
                              struct str words);

/* The link or the group of a row; what is drawn between begin and end belongs to it. */
struct rows_link {
    struct str href, title;
    const struct mark_attribute *attributes;
    size_t attribute_count;
};

void rows_begin(struct drawing *out, const struct rows_link *link);
void rows_end(struct drawing *out, const struct rows_link *link);

#endif
