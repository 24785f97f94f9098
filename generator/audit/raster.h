/* A picture against the figure that it is the raster of: each pixel that lies well inside what is drawn must have its
 * colour, to the last bit. */
#ifndef GENCARTO_GENERATOR_AUDIT_RASTER_H
#define GENCARTO_GENERATOR_AUDIT_RASTER_H

#include "outline.h"

struct raster {
    size_t width, height;
    const unsigned char *pixels; /* red, green, blue: a row after another */
};

struct raster_difference {
    size_t pixels;            /* that have another colour than the figure there */
    size_t x, y;              /* of the first of them */
    size_t certain;           /* pixels that could be compared */
    struct str missing_label; /* a text of the figure where the picture has no ink; "" when there is none */
};

/* The picture must be as large as the figure. */
void raster_compare(const struct raster *raster, const struct outline *outline, struct raster_difference *out);

#endif
