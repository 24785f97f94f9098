/* Cairo in one place: the shipped fonts, and a drawing painted on a cairo surface of any kind. PNG pictures and
 * PDF files of one figure are made by picture.c; the report opens a canvas for its own PDF pages. Cairo itself is
 * not included: who paints on a surface of its own includes it.
 *
 *     struct canvas *canvas = NULL;
 *     if (canvas_open(theme, &canvas, err)) {
 *         canvas_paint(canvas, cr, drawing);                         // 1 drawing pixel = 1 unit of the cairo context
 *         canvas_show_text(canvas, cr, 40, 80, STR("Titre"), 20, 600);
 *     }
 *     canvas_close(canvas);
 */
#ifndef GENCARTO_RENDER_DRAW_CANVAS_H
#define GENCARTO_RENDER_DRAW_CANVAS_H

#include "gencarto/base/error.h"
#include "gencarto/render/draw/theme.h"

struct canvas;
typedef struct _cairo cairo_t; /* as in cairo.h */

/* Opens the theme's fonts, and no other: nothing of the machine's can ever be chosen. One per thread. ERROR_OUTPUT when
 * a font cannot be used. */
bool canvas_open(const struct theme *theme, struct canvas **out_canvas, struct error *err);

/* Takes NULL. Surfaces painted before may be finished afterwards. */
void canvas_close(struct canvas *canvas);

const struct theme *canvas_theme(const struct canvas *canvas);

/* Paints the drawing with its corner at the origin of `cr`, light colours, no background. Links are not made. */
void canvas_paint(struct canvas *canvas, cairo_t *cr, const struct drawing *drawing);

/* The width of a text as it is set, with kerning; theme_text_width is the quicker, slightly larger estimate. */
double canvas_text_width(struct canvas *canvas, struct str text, double size_px, int weight);

/* Sets one line with its base line starting at x, y, in the current source of `cr`; in a PDF it can be selected and
 * copied. Characters that the first family lacks come from the others. Left-to-right scripts only. Gives its width. */
double canvas_show_text(struct canvas *canvas, cairo_t *cr, double x, double y, struct str text, double size_px,
                        int weight);

#endif
