/* Texts set with the shipped fonts: HarfBuzz shapes them (kerning, ligatures), cairo draws the glyphs. No fontconfig,
 * so no font of the machine can ever be chosen. Left-to-right scripts only. Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_TYPESET_H
#define GENERATOR_RENDER_DRAW_TYPESET_H

#include "cairo_library.h"
#include "style.h"

struct typeset;

/* Opens the theme's fonts. The arena owns the struct; close gives back the foreign handles. `cairo` outlives it. */
bool typeset_open(struct arena *arena, const struct theme *theme, const struct cairo *cairo,
                  struct typeset **out_typeset, struct error *err);

/* Takes NULL. */
void typeset_close(struct typeset *typeset);

enum typeset_action {
    TYPESET_MEASURE, /* cr may be NULL */
    TYPESET_TRACE,   /* adds the outlines to the current path */
    TYPESET_SHOW     /* paints with the current source; in a PDF the text stays text */
};

/* Sets `text` with its base line starting at x, y; gives its width. */
double typeset_text(struct typeset *typeset, cairo_t *cr, enum typeset_action action, struct str text, double x,
                    double y, double size_px, int weight);

#endif
