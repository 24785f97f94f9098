/* The outlines of departments as a file of boundaries gives them, one by one, before neighbours are matched (mesh.h).
 *
 * Whatever the file, features become boundaries through one collector: it closes rings, leaves out what is no
 * department of the shipped boundaries, and then checks the whole.
 */
#ifndef GENERATOR_GEO_BOUNDARIES_H
#define GENERATOR_GEO_BOUNDARIES_H

#include "gencarto/geo/projection.h"
#include "gencarto/geo/topology.h"

struct outline {
    size_t first, count; /* of the collector's positions; the first is not repeated at the end */
    size_t polygon;      /* rings of one polygon share it; its outer ring comes first */
    size_t place;        /* of its first byte in the file; 0: not known */
};

struct boundary {
    struct str code; /* "01", "2A", "974" */
    size_t first_ring, ring_count;
    size_t feature; /* its place in the file, from 1 */
};

struct boundaries {
    struct arena *arena;
    const char *name; /* of the file, in messages */
    struct position *positions;
    size_t position_count, position_capacity;
    struct outline *rings;
    size_t ring_count, ring_capacity;
    struct boundary *items;
    size_t count, capacity;
    size_t features, ignored; /* read; of these, no department */
    size_t polygon;           /* the current one */
};

/* The code of a department among a feature's properties, the best found so far. */
struct boundary_code {
    struct str text;
    size_t rank; /* of its property's name; SIZE_MAX: no code yet */
};
#define BOUNDARY_NO_CODE ((struct boundary_code){.rank = SIZE_MAX})

void boundary_code_offer(struct arena *arena, struct boundary_code *code, struct str property, struct str value);

/* The rank of a property's name among the usual ones of IGN, Insee, OpenStreetMap and Natural Earth, whatever their
 * case: 0 is the surest, SIZE_MAX none of them. */
size_t boundary_code_rank(struct str property);

/* One feature: begin, rings of positions, end. Its region is the reference's: a file may have older ones. With a code
 * that `reference` does not know the feature is left out. ERROR_INPUT for a ring that does not close or has fewer than
 * four positions, and a feature without a code or a polygon. */
void boundaries_begin_feature(struct boundaries *boundaries);
void boundaries_begin_ring(struct boundaries *boundaries, bool is_outer, size_t place);
void boundaries_add_position(struct boundaries *boundaries, struct position position);
bool boundaries_end_feature(struct boundaries *boundaries, const struct boundary_code *code,
                            const struct topology *reference, struct error *err);

/* The whole: each department of the reference once; coordinates in degrees, longitude first, where that department is;
 * then outer rings counter-clockwise and holes clockwise. ERROR_INPUT with the remedy. */
bool boundaries_check(struct boundaries *boundaries, const struct topology *reference, struct error *err);

/* The department of the reference with this code, or NULL. */
const struct geometry *boundary_reference(const struct topology *reference, struct str code);

/* GeoJSON (RFC 7946): a FeatureCollection of polygons. */
bool geojson_read(struct boundaries *boundaries, struct str text, const struct topology *reference, struct error *err);

/* GeoPackage 1.x: the layer of departments, in WGS 84, RGF93 or a legal projection of the French territories. */
bool geopackage_read(struct boundaries *boundaries, const char *path, const struct topology *reference,
                     struct error *err);

/* One of its geometries, as its header and well-known binary, into the feature that was begun. ERROR_INPUT when it is
 * no polygon, or cut short. */
bool geopackage_geometry_read(struct boundaries *boundaries, struct str bytes, struct error *err);

#endif
