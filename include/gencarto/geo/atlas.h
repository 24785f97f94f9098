/* The atlas: the boundaries of departments, regions and neighbouring countries, projected and simplified once, then
 * read by all threads.
 *
 *     struct atlas atlas;
 *     if (!atlas_read(arena, "input/reference/boundaries.topojson", &atlas, err)) return false;
 *     const struct territory *occitanie = atlas_region(&atlas, STR("76"));
 *     enum level level = level_for(occitanie_width_m / 760);
 *     struct line outline = atlas_ring(arena, &atlas, &occitanie->rings[0], level);
 *
 * It is not a list of names and values: these come from public.sqlite. Coordinates are metres of the territory's frame
 * (projection.h); those of two frames do not compare.
 */
#ifndef GENCARTO_GEO_ATLAS_H
#define GENCARTO_GEO_ATLAS_H

#include "gencarto/geo/projection.h"
#include "gencarto/geo/source.h"
#include "gencarto/geo/topology.h"

/* Scales, from the coarsest: 40, 32, 2, 0.6 and 0.1 km², then every point of the file. */
enum level { LEVEL_LOCATOR = 0, LEVEL_FRANCE, LEVEL_REGION, LEVEL_DETAIL, LEVEL_FINE, LEVEL_FULL, LEVELS };

/* The coarsest level whose tolerance is at most ten square pixels. */
enum level level_for(double metres_per_pixel);
double level_tolerance_m2(enum level level);

/* The metres per pixel from which a level of this tolerance serves. */
double level_pixel_m(double tolerance_m2);

enum arc_kind {
    ARC_DEPARTMENT, /* between two departments of one region */
    ARC_REGION,     /* between two regions */
    ARC_COAST,      /* a department and the sea */
    ARC_BORDER,     /* a department and another country */
    ARC_ABROAD      /* no department */
};

#define NO_TERRITORY SIZE_MAX

struct atlas_arc {
    struct line lines[LEVELS]; /* empty where a closed arc, an island or enclave, would be smaller than a pixel */
    enum frame frame;
    enum arc_kind kind;
    size_t departments[2]; /* indexes; NO_TERRITORY where there is none */
    struct extent extent;  /* of the full line */
};

struct territory {
    struct str code;
    size_t region; /* index of a department's region; NO_TERRITORY for the others */
    enum frame frame;
    struct ring *rings; /* filled by the even-odd rule */
    size_t ring_count;
    struct extent extent;
    double area_m2;
};

struct geos; /* internal to geo/ */

struct atlas {
    struct atlas_arc *arcs;
    size_t arc_count;
    struct territory *departments, *regions, *countries; /* each in byte order of the codes */
    size_t department_count, region_count, country_count;
    const struct geos *geos; /* opened with the atlas */
};

/* Opens any file of boundaries. From GeoJSON and GeoPackage it takes each department by its INSEE code, whatever the
 * feature's other properties; points closer than about 30 m are thinned out.
 * The cache is one file, boundaries.atlas, which holds the key of what it was made of (the contents of the files and
 * the program that read them): another key, or a file that is not whole, and it is made again. That it cannot be
 * written is no error. The atlas is the same, to the last bit, with or without it.
 * ERROR_INPUT with the file, the feature and its code, what was found, what was expected, and the remedy. */
bool atlas_open(struct arena *arena, const struct atlas_source *source, struct atlas *out_atlas, struct error *err);

/* Reads a TopoJSON file with the objects `departements` (id, properties.region) and, if there is one, `voisins` (id).
 * Everything lives in the arena. ERROR_INPUT as topology_parse does, or without departments. */
bool atlas_read(struct arena *arena, const char *path, struct atlas *out_atlas, struct error *err);
bool atlas_parse(struct arena *arena, const char *name, struct str text, struct atlas *out_atlas, struct error *err);

/* NULL when there is none of this code. */
const struct territory *atlas_department(const struct atlas *atlas, struct str code);
const struct territory *atlas_region(const struct atlas *atlas, struct str code);

/* The ring's points at a level, the first not repeated at the end; in the arena. None where it is too small. */
struct line atlas_ring(struct arena *arena, const struct atlas *atlas, const struct ring *ring, enum level level);

/* On all points of the file, so the same answer at every scale. */
bool atlas_contains(const struct atlas *atlas, const struct territory *territory, struct position position);

/* 0 inside, else metres to the outline. */
double atlas_distance_m(const struct atlas *atlas, const struct territory *territory, struct position position);

/* A place well inside, for a label: the centre of the largest circle that fits (GEOS maximum inscribed circle), and
 * that circle's radius. Costs about a tenth of a millisecond. */
struct position atlas_label_place(const struct atlas *atlas, const struct territory *territory, enum level level,
                                  double *out_radius_m);

/* The parts of a polygon's rings, or of an open line, inside an extent (GEOS, the atlas's). Rings come out closed:
 * first point not repeated. */
size_t line_clip(struct arena *arena, const struct geos *geos, struct line line, bool is_ring, struct extent extent,
                 struct line **out_parts);

#endif
