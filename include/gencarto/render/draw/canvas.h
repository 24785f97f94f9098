/* Cairo in one place: the shipped fonts, and a drawing painted on a cairo surface of any kind. PNG pictures are made
 * here; the report opens a canvas for its own PDF pages. The only header that shows cairo's and Pango's types.
 *
 *     struct canvas *canvas = NULL;
 *     if (canvas_open(theme, &canvas, err)) {
 *         canvas_paint(canvas, cr, drawing);              // 1 drawing pixel = 1 unit of the cairo context
 *         PangoLayout *layout = canvas_layout(canvas, cr); // with the shipped fonts and no other
 *     }
 *     canvas_close(canvas);
 */
#ifndef GENCARTO_RENDER_DRAW_CANVAS_H
#define GENCARTO_RENDER_DRAW_CANVAS_H

#include <cairo.h>
#include <pango/pango.h>

#include "gencarto/base/error.h"
#include "gencarto/render/draw/theme.h"

struct canvas;

/* Reads the theme's fonts into a private fontconfig: no font of the machine can ever be chosen. Takes some
 * milliseconds: open one per thread and keep it. ERROR_OUTPUT when a font cannot be used. */
bool canvas_open(const struct theme *theme, struct canvas **out_canvas, struct error *err);

/* Takes NULL. */
void canvas_close(struct canvas *canvas);

/* Paints the drawing with its corner at the origin of `cr`, light colours, no background. Links are not made. */
void canvas_paint(struct canvas *canvas, cairo_t *cr, const struct drawing *drawing);

/* A layout for `cr` in the theme's first family, regular, without hinting; the caller unrefs it with g_object_unref. */
PangoLayout *canvas_layout(struct canvas *canvas, cairo_t *cr, double size_px, int weight);

#endif
