/* Where in France: a small map with a region or a department filled, and perhaps a point. */
#ifndef GENCARTO_RENDER_MAP_LOCATOR_H
#define GENCARTO_RENDER_MAP_LOCATOR_H

#include "gencarto/render/map/map.h"

struct locator {
    struct str id, title;
    struct str region;     /* filled, unless there is a department */
    struct str department; /* filled, may be empty */
    bool has_point;
    struct position point; /* metres in the frame of the department, or of the region */
};

/* The mainland; an overseas territory stands beside it at a scale of its own. ERROR_OUTPUT for an unknown code. */
bool locator_draw(const struct map_context *context, const struct locator *locator, struct drawing *out_drawing,
                  struct error *err);

#endif
