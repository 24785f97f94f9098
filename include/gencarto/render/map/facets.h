/* Small multiples: the same map of regions several times, by quarter or by public, in the same classes. */
#ifndef GENCARTO_RENDER_MAP_FACETS_H
#define GENCARTO_RENDER_MAP_FACETS_H

#include "gencarto/render/map/choropleth.h"

struct facet {
    struct str name; /* "1er trimestre 2017" */
    const struct map_unit *units;
    size_t unit_count;
};

struct facets {
    struct choropleth map; /* its units are those of all facets, one after the other: they make the classes; regions */
    const struct facet *facets;
    size_t facet_count;
};

enum facets_size { FACETS_WIDE, FACETS_NARROW };

/* Facets in rows, the legend beside them, below on a phone; its counts are those of all facets. Overseas regions are
 * five squares below each mainland, in the order of their codes. ERROR_OUTPUT when a unit is no region of the atlas. */
bool facets_draw(const struct map_context *context, const struct facets *facets, enum facets_size size,
                 struct drawing *out_drawing, struct error *err);

#endif
