/* A TopoJSON file as it is: arcs that neighbours share, and geometries made of them.
 * Format: the TopoJSON specification 1 (Bostock and Metcalf), quantized or not; objects are collections of Polygon and
 * MultiPolygon. SQLite's JSON functions read it.
 */
#ifndef GENCARTO_GEO_TOPOLOGY_H
#define GENCARTO_GEO_TOPOLOGY_H

#include <stdint.h>

#include "gencarto/base/error.h"
#include "gencarto/geo/position.h"

/* A closed line: arcs end to end. `~i` is arc i walked backwards. */
struct ring {
    const int32_t *arcs;
    size_t count;
    size_t polygon; /* rings of one polygon share it; its outer ring comes first */
};

struct geometry {
    struct str object; /* name of the collection: "departements" */
    struct str id;
    struct str region; /* properties.region, or empty */
    struct ring *rings;
    size_t ring_count;
};

struct topology {
    struct line *arcs; /* degrees, longitude then latitude */
    size_t arc_count;
    struct geometry *geometries; /* in the order of the file */
    size_t geometry_count;
};

/* Everything lives in the arena. `name` stands in messages. ERROR_INPUT when the text is no JSON, no topology, an arc
 * has fewer than two points, a ring names an arc that is not there or does not close. */
bool topology_parse(struct arena *arena, const char *name, struct str text, struct topology *out_topology,
                    struct error *err);

#endif
