#ifndef GENCARTO_RENDER_TEMPLATE_NEAREST_H
#define GENCARTO_RENDER_TEMPLATE_NEAREST_H

#include "gencarto/base/str.h"

/* The names that resemble a mistyped one. */
struct nearest {
    struct str wanted;
    struct str best;
    size_t distance;
};

struct nearest nearest_start(struct str wanted);
void nearest_try(struct nearest *nearest, struct str candidate);

/* "; did you mean BEST?" in the arena, or the empty text when nothing comes near. */
const char *nearest_hint(struct arena *arena, const struct nearest *nearest);

#endif
