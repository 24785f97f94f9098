/* The figures that templates can ask for, by kind. */
#ifndef GENERATOR_RENDER_SITE_FIGURE_H
#define GENERATOR_RENDER_SITE_FIGURE_H

#include "call.h"
#include "gencarto/geo/atlas.h"
#include "gencarto/render/draw/paint.h"
#include "gencarto/render/map/map.h"
#include "gencarto/render/site/site.h"
#include "gencarto/render/words/words.h"
#include "lock.h"

/* What a worker's figures need: constant data, and a count of its own. */
struct figure_context {
    const struct theme *theme;
    const struct template_set *templates; /* for its catalogue */
    const struct words *words;            /* NULL when the templates have none */
    const struct atlas *atlas;
    struct projections *projections; /* the thread's own */
    struct map_memory *maps;         /* the thread's own */
    enum language language;
    struct canvas *canvas; /* opened at the first PNG; the thread's own */
    const struct site_options *options;
    const struct map_locks *locks;
    struct buf warnings; /* lines, its own memory */
    int64_t painted;
};

/* Gives back what the context opened. */
void figure_context_close(struct figure_context *context);

/* Draws one kind of figure. The drawing and its texts live in the arena. */
typedef bool figure_draw(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                         struct drawing *out, struct error *err);

figure_draw figure_bullet, figure_trajectory, figure_bars, figure_strip, figure_spark, figure_stack, figure_status,
    figure_symbol;
figure_draw figure_stacks, figure_multiples, figure_grouped, figure_dumbbell, figure_slope, figure_pyramid,
    figure_waterfall, figure_heat;
figure_draw figure_choropleth, figure_circles, figure_dorling, figure_facets, figure_points, figure_locator,
    figure_tiles;

/* gen:file: a file of the templates, as text: what the gallery shows beside a figure. */
figure_function figure_source;

/* gen:say: a sentence about the rows. */
figure_function figure_words;

/* The template engine's host function: finds the kind, draws, names and paints. With gen:save="figures/NAME" nothing is
 * added to the page: the drawing, with its title and notes (gen:frame-...), goes to the site as files of its
 * own, in the gen:formats; gen:day dates the PDF. */
figure_function figure_paint;

#endif
