/* What is called of zlib, opened with the first picture (base/library.h). Internal to draw/. */
#ifndef GENCARTO_GENERATOR_RENDER_DRAW_ZLIB_LIBRARY_H
#define GENCARTO_GENERATOR_RENDER_DRAW_ZLIB_LIBRARY_H

#include <zlib.h>

#include "gencarto/base/library.h"

/* deflateInit is a macro that calls deflateInit_. */
#define ZLIB_FUNCTIONS(F)                                                                                              \
    F(, crc32)                                                                                                         \
    F(, deflate)                                                                                                       \
    F(, deflateBound)                                                                                                  \
    F(, deflateEnd)                                                                                                    \
    F(, deflateInit_)

struct zlib {
    ZLIB_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
