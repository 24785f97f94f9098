/* What is called of GEOS, opened with an atlas (base/library.h). Internal to geo/. */
#ifndef GENERATOR_GEO_GEOS_LIBRARY_H
#define GENERATOR_GEO_GEOS_LIBRARY_H

#include <geos_c.h>

#include "gencarto/base/arena.h"
#include "gencarto/base/library.h"

#define GEOS_FUNCTIONS(F)                                                                                              \
    F(GEOS_, init_r)                                                                                                   \
    F(GEOS_, finish_r)                                                                                                 \
    F(GEOS, version)                                                                                                   \
    F(GEOS, BuildArea_r)                                                                                               \
    F(GEOS, ClipByRect_r)                                                                                              \
    F(GEOS, CoordSeq_create_r)                                                                                         \
    F(GEOS, CoordSeq_getSize_r)                                                                                        \
    F(GEOS, CoordSeq_getXY_r)                                                                                          \
    F(GEOS, CoordSeq_setXY_r)                                                                                          \
    F(GEOS, GeomGetLength_r)                                                                                           \
    F(GEOS, GeomTypeId_r)                                                                                              \
    F(GEOS, Geom_createCollection_r)                                                                                   \
    F(GEOS, Geom_createLineString_r)                                                                                   \
    F(GEOS, Geom_createLinearRing_r)                                                                                   \
    F(GEOS, Geom_createPolygon_r)                                                                                      \
    F(GEOS, Geom_destroy_r)                                                                                            \
    F(GEOS, Geom_getCoordSeq_r)                                                                                        \
    F(GEOS, GetExteriorRing_r)                                                                                         \
    F(GEOS, GetGeometryN_r)                                                                                            \
    F(GEOS, GetNumGeometries_r)                                                                                        \
    F(GEOS, MaximumInscribedCircle_r)                                                                                  \
    F(GEOS, isEmpty_r)

struct geos {
    GEOS_FUNCTIONS(LIBRARY_MEMBER)
};

/* In the arena. ERROR_SYSTEM when it cannot be opened. */
bool geos_open(struct arena *arena, const struct geos **out_geos, struct error *err);

#endif
