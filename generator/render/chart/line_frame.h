/* What line.c and line_label.c share: the frame of the chart and where things are in it. Internal to chart/. */
#ifndef GENERATOR_RENDER_CHART_LINE_FRAME_H
#define GENERATOR_RENDER_CHART_LINE_FRAME_H

#include "gencarto/render/chart/line.h"
#include "part.h"

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

/* The end of a quarter; that of the quarter before `first` is the left edge. */
double line_place_x(const struct line_frame *frame, struct period period);
double line_place_y(const struct line_frame *frame, double value);

/* Between first and last. */
bool line_has_quarter(const struct line_frame *frame, struct period period);

/* Width of a quarter. */
double line_pitch(const struct line_frame *frame);

/* The last value that is present, or NULL; whether it stands at the right edge. */
const struct line_point *line_last_point(const struct line_frame *frame);
bool line_last_is_at_edge(const struct line_frame *frame);

/* ---- line_label.c ---- */

/* Lines of text under each other. */
enum { BLOCK_LINES = 4 };

struct block {
    struct str lines[BLOCK_LINES];
    const char *styles[BLOCK_LINES];
    double sizes[BLOCK_LINES];
    size_t count;
    double width, height;
};

/* The right margin: last value, target, forecast, from top to bottom. */
enum { END_MAX = 3 };

struct end_label {
    struct block block;
    double y; /* what it names */
    double top;
    bool is_value; /* the last value: it carries its cell */
};

struct ends {
    struct end_label labels[END_MAX]; /* from top to bottom */
    size_t count;
};

struct ends line_ends_collect(const struct line_frame *frame);
double line_ends_width(const struct ends *ends);
void line_ends_draw(struct line_frame *frame, struct ends *ends);

/* Places and draws every label inside the plot. What is already drawn is in frame->placer. */
void line_labels_draw(struct line_frame *frame);

#endif
