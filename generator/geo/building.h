/* Making an atlas of a topology: regions, projections, simplified levels. */
#ifndef GENERATOR_GEO_BUILDING_H
#define GENERATOR_GEO_BUILDING_H

#include "gencarto/geo/atlas.h"

/* `background`, which may be NULL, gives the neighbouring land ("voisins") when the topology has none; the two share no
 * arc. The finest level keeps the points of at least `tolerance_m2`. Everything lives in the arena, and borrows from
 * the topologies. ERROR_INPUT when a department has no region, or when borders cross. */
bool atlas_build(struct arena *arena, const char *name, const struct topology *topology,
                 const struct topology *background, double tolerance_m2, struct atlas *out_atlas, struct error *err);

#endif
