#ifndef GENCARTO_GENERATOR_AUDIT_CORNERS_H
#define GENCARTO_GENERATOR_AUDIT_CORNERS_H

#include "gencarto/base/str.h"

struct corner {
    double x, y;
};

/* The corners of the attribute `d` of a path, at most `most` of them. */
size_t corners_read(struct str path, struct corner *out, size_t most);

#endif
