/* Painting a drawing: the SVG writer, PNG pictures and PDF files. Painting on any other cairo surface: canvas.h. */
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
 * rounded to a tenth of a pixel; a drawing with long paths (a map) is written inside a group scaled by .2, and its
 * paths in whole fifths of a pixel. An outline that several marks share (the same `subpaths`) is written once. */
void svg_paint(struct buf *out, const struct drawing *drawing, const struct theme *theme, enum svg_use use,
               struct str page_path);

/* The data of a path, in the arena: for outlines drawn again and again. */
struct path_text path_text_of(struct arena *arena, const struct subpath *subpaths, size_t count);

struct canvas;

/* A pixel of a drawing is 1/96 inch, as in CSS: 300 dots an inch are 300 / 96 pixels for one of the drawing's. */
#define SCALE_300_DPI (300.0 / 96.0)

/* Appends the PNG at `scale` pixels per drawing pixel, on the theme's light paper, with its resolution. The same bytes
 * each time. */
bool png_paint(struct buf *out, struct canvas *canvas, const struct drawing *drawing, double scale, struct error *err);

/* What a PDF says of itself. */
struct pdf_words {
    struct str day; /* "2018-02-15": its creation date, never the clock's; empty: 1970-01-01 */
};

/* Appends a PDF of one page as large as the drawing: real text in embedded fonts, the drawing's title and description
 * as its own, light colours. The same bytes each time. */
bool pdf_paint(struct buf *out, struct canvas *canvas, const struct drawing *drawing, const struct pdf_words *words,
               struct error *err);

#endif
