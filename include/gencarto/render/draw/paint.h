/* Painting a drawing: the SVG writer and PNG pictures. Painting on any other cairo surface: canvas.h. */
#ifndef GENCARTO_RENDER_DRAW_PAINT_H
#define GENCARTO_RENDER_DRAW_PAINT_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/render/draw/theme.h"

enum svg_use {
    SVG_INLINE,    /* in a page: classes and light presentation attributes; links made relative to `page_path` */
    SVG_STANDALONE /* a file: XML declaration, namespace, size, white background, no class, no relative link */
};

/* Appends the SVG. Real text, named groups, ids prefixed by the drawing's; no style attribute, no style element.
 * `page_path` is the page's path from the root of the site ("territoires/occitanie/index.html"). Coordinates are
 * rounded to a tenth of a pixel; a drawing with long paths (a map) is written in whole tenths inside a group scaled by
 * .1. */
void svg_paint(struct buf *out, const struct drawing *drawing, const struct theme *theme, enum svg_use use,
               struct str page_path);

struct canvas;

/* Appends the PNG at `scale` pixels per drawing pixel, on the theme's light paper. The same bytes each time. */
bool png_paint(struct buf *out, struct canvas *canvas, const struct drawing *drawing, double scale, struct error *err);

#endif
