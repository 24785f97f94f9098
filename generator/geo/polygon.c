/* What GEOS does for the atlas. GEOS wants a context a thread: one a call costs a microsecond. */
#include "gencarto/geo/atlas.h"

#include <assert.h>

#include <geos_c.h>

static GEOSCoordSequence *sequence_of(GEOSContextHandle_t geos, struct line line, bool close)
{
    unsigned count = (unsigned)line.count + (close ? 1 : 0);
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, count, 2);
    for (unsigned i = 0; sequence != NULL && i < count; i++) {
        struct position p = line.points[i % line.count];
        GEOSCoordSeq_setXY_r(geos, sequence, i, p.x, p.y);
    }
    return sequence;
}

static struct line line_of(GEOSContextHandle_t geos, struct arena *arena, const GEOSGeometry *geometry, bool is_ring)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, geometry);
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(geos, sequence, &count);
    count -= is_ring && count > 0;
    struct position *points = arena_array(arena, struct position, count);
    for (unsigned i = 0; i < count; i++) {
        GEOSCoordSeq_getXY_r(geos, sequence, i, &points[i].x, &points[i].y);
    }
    return (struct line){points, count};
}

size_t line_clip(struct arena *arena, struct line line, bool is_ring, struct extent extent, struct line **out_parts)
{
    if (line.count < (is_ring ? 3U : 2U)) {
        return 0;
    }
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSCoordSequence *sequence = sequence_of(geos, line, is_ring);
    GEOSGeometry *whole = is_ring ? GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, sequence), NULL, 0)
                                  : GEOSGeom_createLineString_r(geos, sequence);
    GEOSGeometry *inside = GEOSClipByRect_r(geos, whole, extent.min_x, extent.min_y, extent.max_x, extent.max_y);
    int count = inside == NULL ? 0 : GEOSGetNumGeometries_r(geos, inside);
    *out_parts = arena_array(arena, struct line, (size_t)count);
    size_t parts = 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, inside, i);
        bool is_empty = GEOSisEmpty_r(geos, part) != 0;
        int type = GEOSGeomTypeId_r(geos, part);
        if (!is_empty && is_ring && type == GEOS_POLYGON) {
            (*out_parts)[parts++] = line_of(geos, arena, GEOSGetExteriorRing_r(geos, part), true);
        } else if (!is_empty && !is_ring && type == GEOS_LINESTRING) {
            (*out_parts)[parts++] = line_of(geos, arena, part, false);
        }
    }
    GEOSGeom_destroy_r(geos, inside);
    GEOSGeom_destroy_r(geos, whole);
    GEOS_finish_r(geos);
    return parts;
}

/* The area inside the rings by the even-odd rule. An islet too small for the level has no points there. */
static GEOSGeometry *area_of(GEOSContextHandle_t geos, struct arena *arena, const struct atlas *atlas,
                             const struct territory *territory, enum level level)
{
    GEOSGeometry **rings = arena_array(arena, GEOSGeometry *, territory->ring_count);
    unsigned count = 0;
    for (size_t i = 0; i < territory->ring_count; i++) {
        struct line ring = atlas_ring(arena, atlas, &territory->rings[i], level);
        if (ring.count >= 3) {
            rings[count++] = GEOSGeom_createLineString_r(geos, sequence_of(geos, ring, true));
        }
    }
    GEOSGeometry *lines = GEOSGeom_createCollection_r(geos, GEOS_MULTILINESTRING, rings, count);
    GEOSGeometry *area = GEOSBuildArea_r(geos, lines);
    GEOSGeom_destroy_r(geos, lines);
    return area;
}

struct position atlas_label_place(const struct atlas *atlas, const struct territory *territory, enum level level,
                                  double *out_radius_m)
{
    struct extent extent = territory->extent;
    struct position place = {(extent.min_x + extent.max_x) / 2, (extent.min_y + extent.max_y) / 2};
    double tolerance = fmax(extent.max_x - extent.min_x, extent.max_y - extent.min_y) / 200;
    struct arena scratch;
    arena_init(&scratch);
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry *area = area_of(geos, &scratch, atlas, territory, level);
    GEOSGeometry *radius = area == NULL ? NULL : GEOSMaximumInscribedCircle_r(geos, area, tolerance);
    *out_radius_m = 0;
    if (radius != NULL && GEOSisEmpty_r(geos, radius) == 0) {
        place = line_of(geos, &scratch, radius, false).points[0];
        GEOSGeomGetLength_r(geos, radius, out_radius_m);
    }
    GEOSGeom_destroy_r(geos, radius);
    GEOSGeom_destroy_r(geos, area);
    GEOS_finish_r(geos);
    arena_clear(&scratch);
    return place;
}
