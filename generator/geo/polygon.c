/* What GEOS does for the atlas. GEOS wants a context a thread: one a call costs a microsecond. */
#include "gencarto/geo/atlas.h"

#include <assert.h>

#include "geos_library.h"

bool geos_open(struct arena *arena, const struct geos **out_geos, struct error *err)
{
    struct geos *geos = arena_one(arena, struct geos);
    *out_geos = geos;
    return LIBRARY_OPEN(GEOS_LIBRARY, GEOS_FUNCTIONS, geos, err);
}

static GEOSCoordSequence *sequence_of(const struct geos *geos, GEOSContextHandle_t context, struct line line,
                                      bool close)
{
    unsigned count = (unsigned)line.count + (close ? 1 : 0);
    GEOSCoordSequence *sequence = geos->CoordSeq_create_r(context, count, 2);
    for (unsigned i = 0; sequence != NULL && i < count; i++) {
        struct position p = line.points[i % line.count];
        geos->CoordSeq_setXY_r(context, sequence, i, p.x, p.y);
    }
    return sequence;
}

static struct line line_of(const struct geos *geos, GEOSContextHandle_t context, struct arena *arena,
                           const GEOSGeometry *geometry, bool is_ring)
{
    const GEOSCoordSequence *sequence = geos->Geom_getCoordSeq_r(context, geometry);
    unsigned count = 0;
    geos->CoordSeq_getSize_r(context, sequence, &count);
    count -= is_ring && count > 0;
    struct position *points = arena_array(arena, struct position, count);
    for (unsigned i = 0; i < count; i++) {
        geos->CoordSeq_getXY_r(context, sequence, i, &points[i].x, &points[i].y);
    }
    return (struct line){points, count};
}

size_t line_clip(struct arena *arena, const struct geos *geos, struct line line, bool is_ring, struct extent extent,
                 struct line **out_parts)
{
    if (line.count < (is_ring ? 3U : 2U)) {
        return 0;
    }
    GEOSContextHandle_t context = geos->init_r();
    GEOSCoordSequence *sequence = sequence_of(geos, context, line, is_ring);
    GEOSGeometry *whole =
        is_ring ? geos->Geom_createPolygon_r(context, geos->Geom_createLinearRing_r(context, sequence), NULL, 0)
                : geos->Geom_createLineString_r(context, sequence);
    GEOSGeometry *inside = geos->ClipByRect_r(context, whole, extent.min_x, extent.min_y, extent.max_x, extent.max_y);
    int count = inside == NULL ? 0 : geos->GetNumGeometries_r(context, inside);
    *out_parts = arena_array(arena, struct line, (size_t)count);
    size_t parts = 0;
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *part = geos->GetGeometryN_r(context, inside, i);
        bool is_empty = geos->isEmpty_r(context, part) != 0;
        int type = geos->GeomTypeId_r(context, part);
        if (!is_empty && is_ring && type == GEOS_POLYGON) {
            (*out_parts)[parts++] = line_of(geos, context, arena, geos->GetExteriorRing_r(context, part), true);
        } else if (!is_empty && !is_ring && type == GEOS_LINESTRING) {
            (*out_parts)[parts++] = line_of(geos, context, arena, part, false);
        }
    }
    geos->Geom_destroy_r(context, inside);
    geos->Geom_destroy_r(context, whole);
    geos->finish_r(context);
    return parts;
}

/* The area inside the rings by the even-odd rule. An islet too small for the level has no points there. */
static GEOSGeometry *area_of(const struct geos *geos, GEOSContextHandle_t context, struct arena *arena,
                             const struct atlas *atlas, const struct territory *territory, enum level level)
{
    GEOSGeometry **rings = arena_array(arena, GEOSGeometry *, territory->ring_count);
    unsigned count = 0;
    for (size_t i = 0; i < territory->ring_count; i++) {
        struct line ring = atlas_ring(arena, atlas, &territory->rings[i], level);
        if (ring.count >= 3) {
            rings[count++] = geos->Geom_createLineString_r(context, sequence_of(geos, context, ring, true));
        }
    }
    GEOSGeometry *lines = geos->Geom_createCollection_r(context, GEOS_MULTILINESTRING, rings, count);
    GEOSGeometry *area = geos->BuildArea_r(context, lines);
    geos->Geom_destroy_r(context, lines);
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
    const struct geos *geos = atlas->geos;
    GEOSContextHandle_t context = geos->init_r();
    GEOSGeometry *area = area_of(geos, context, &scratch, atlas, territory, level);
    GEOSGeometry *radius = area == NULL ? NULL : geos->MaximumInscribedCircle_r(context, area, tolerance);
    *out_radius_m = 0;
    if (radius != NULL && geos->isEmpty_r(context, radius) == 0) {
        place = line_of(geos, context, &scratch, radius, false).points[0];
        geos->GeomGetLength_r(context, radius, out_radius_m);
    }
    geos->Geom_destroy_r(context, radius);
    geos->Geom_destroy_r(context, area);
    geos->finish_r(context);
    arena_clear(&scratch);
    return place;
}
