/* The symbols of the job families, shared by maps, charts and keys: disc, square, triangle, diamond, inverted triangle,
 * cross, pentagon. They look equally large: each covers about the area of the disc. */
#ifndef GENCARTO_RENDER_DRAW_SYMBOL_H
#define GENCARTO_RENDER_DRAW_SYMBOL_H

#include "gencarto/render/draw/drawing.h"

enum { SYMBOL_COUNT = 7 };

/* Appends the symbol, as large as a disc of `radius`: a CIRCLE or a CURVE. Rank 0..SYMBOL_COUNT-1; a higher rank starts
 * again. */
struct mark *symbol_draw(struct drawing *drawing, const char *style, int rank, double x, double y, double radius);

#endif
