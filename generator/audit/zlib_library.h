/* What is called of zlib, opened with an audit (base/library.h). Internal to audit/. */
#ifndef GENCARTO_GENERATOR_AUDIT_ZLIB_LIBRARY_H
#define GENCARTO_GENERATOR_AUDIT_ZLIB_LIBRARY_H

#include <zlib.h>

#include "gencarto/base/library.h"

/* inflateInit is a macro that calls inflateInit_. */
#define ZLIB_FUNCTIONS(F)                                                                                              \
    F(, inflate)                                                                                                       \
    F(, inflateEnd)                                                                                                    \
    F(, inflateInit_)

struct zlib {
    ZLIB_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
