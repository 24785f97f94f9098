/* Simplification that keeps the topology: arcs that neighbours share are simplified once, so borders never gap.
 *
 * Method: Visvalingam and Whyatt, "Line generalisation by repeated elimination of points" (1993). Each vertex gets
 * the area of the triangle it makes with its neighbours at the moment when it is the smallest left; a scale is then
 * a filter: the vertices of at least that area.
 */
#ifndef GENCARTO_GEO_SIMPLIFICATION_H
#define GENCARTO_GEO_SIMPLIFICATION_H

#include "gencarto/base/arena.h"
#include "gencarto/geo/position.h"

/* The effective area in m² of each point of the line, never smaller than that of one removed before it. The ends and
 * the `keep` inner points that would go last are infinite: they stay at every scale. */
void simplification_weigh(struct arena *arena, struct line line, size_t keep, double *out_areas_m2);

/* The points of at least `tolerance_m2`, in the arena. */
struct line simplification_filter(struct arena *arena, struct line line, const double *areas_m2, double tolerance_m2);

/* Marks each line that crosses or touches another, or itself, elsewhere than at common points. The number marked. */
size_t simplification_crossings(struct arena *scratch, const struct line *lines, size_t count, bool *out_crosses);

#endif
