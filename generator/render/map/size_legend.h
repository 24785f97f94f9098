/* The key of discs whose area is proportional to a count. */
#ifndef RENDER_MAP_SIZE_LEGEND_H
#define RENDER_MAP_SIZE_LEGEND_H

#include "gencarto/render/map/map.h"

/* Up to three rings standing on one foot, for round counts up to `largest`, each with its count beside it; the left
 * upper corner is x, y. `unit` is the radius in pixels of the count 1. Gives the y of the foot, or of the lowest text
 * below it. */
double size_legend_draw(const struct map_context *context, struct drawing *drawing, double x, double y, double unit,
                        double largest);

#endif
