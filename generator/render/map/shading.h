/* Which colour an area has, and the legend that says so: classes, categories, or two shares at once. */
#ifndef RENDER_MAP_SHADING_H
#define RENDER_MAP_SHADING_H

#include "gencarto/render/map/choropleth.h"

struct shading {
    const struct choropleth *map;
    struct classes classes;
    struct classes second; /* SCHEME_BIVARIATE */
};

struct shading shading_make(const struct map_context *context, const struct choropleth *map);

/* The theme's style of the unit's area; "hatch" for a secret, "none" for no value. */
const char *shading_style(const struct shading *shading, const struct map_unit *unit);

/* Styles of texts on an area: the colour made for its class; with a halo where there is none. */
struct text_styles {
    const char *strong, *plain;
};
struct text_styles text_styles_on(const char *area_style);

/* The sign of a class in the legend: as on the map. */
enum legend_shape { LEGEND_BOXES, LEGEND_DISCS };

/* Appends the legend from `y` on, as wide as the drawing; gives the y below it. */
double shading_legend(const struct map_context *context, const struct shading *shading, enum legend_shape shape,
                      double y, struct drawing *drawing);

#endif
