/* Painting a drawing: the SVG writer and the cairo back-end. */
#ifndef GENCARTO_RENDER_DRAW_PAINT_H
#define GENCARTO_RENDER_DRAW_PAINT_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/render/draw/theme.h"

enum svg_use {
    SVG_INLINE,     /* in a page: classes and light presentation attributes; links made relative to `page_path` */
    SVG_STANDALONE  /* a file: XML declaration, namespaces, white background, no class, no relative link */
};

/* Appends the SVG. Real text, named groups, ids prefixed by the drawing's; no style attribute, no style element. */
void svg_paint(struct buf *out, const struct drawing *drawing, const struct theme *theme, enum svg_use use,
               struct str page_path);

/* The PNG at `scale` pixels per drawing pixel, on the theme's light paper. */
bool png_paint(struct buf *out, const struct drawing *drawing, const struct theme *theme, double scale, struct error *err);

#endif
