#ifndef GENCARTO_GENERATOR_AUDIT_CORNERS_H
#define GENCARTO_GENERATOR_AUDIT_CORNERS_H

#include "gencarto/base/str.h"

struct corner {
    double x, y;
    bool starts; /* a part of the path */
};

/* The corners of the attribute `d` of a path, at most `most` of them; a part that is closed ends where it began. */
size_t corners_read(struct str path, struct corner *out, size_t most);

/* One number as paths write it: ".5", "-.5", "12". */
bool corners_number(struct str text, double *out);

#endif
