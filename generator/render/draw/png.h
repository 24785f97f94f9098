/* A picture's bytes as a PNG file (ISO/IEC 15948). Internal to draw/. */
#ifndef GENERATOR_RENDER_DRAW_PNG_H
#define GENERATOR_RENDER_DRAW_PNG_H

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"

struct pixels {
    const unsigned char *bytes; /* rows of 32 bits a pixel in the machine's order, 0xRRGGBB; the top bits say nothing */
    size_t stride;              /* bytes from a row to the next */
    uint32_t width, height;
};

/* Appends the file, of three bytes a pixel, with its resolution. ERROR_SYSTEM without memory. */
bool png_write(struct buf *out, const struct pixels *pixels, uint32_t pixels_a_metre, struct error *err);

#endif
