/* The figures that templates can ask for, by kind. */
#ifndef GENERATOR_RENDER_SITE_FIGURE_H
#define GENERATOR_RENDER_SITE_FIGURE_H

#include "call.h"
#include "gencarto/geo/atlas.h"

/* What a worker's figures need: constant data, and a count of its own. */
struct figure_context {
    const struct theme *theme;
    const struct atlas *atlas;
    enum language language;
    int64_t painted;
};

/* Draws one kind of figure. The drawing and its texts live in the arena. */
typedef bool figure_draw(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                         struct drawing *out, struct error *err);

figure_draw figure_bullet, figure_trajectory, figure_bars, figure_strip, figure_spark, figure_stack, figure_status,
    figure_symbol;
figure_draw figure_choropleth, figure_points, figure_locator;

/* The template engine's host function: finds the kind, draws, names and paints. */
figure_function figure_paint;

#endif
