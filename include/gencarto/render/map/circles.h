/* Counts by department as circles, their area proportional to the value (so a value four times as large has a circle
 * twice as wide), with a legend of nested circles. */
#ifndef GENCARTO_RENDER_MAP_CIRCLES_H
#define GENCARTO_RENDER_MAP_CIRCLES_H

#include "gencarto/render/map/choropleth.h"

struct circles {
    struct str id, title, description;
    enum entity_kind kind; /* ENTITY_DEPARTMENT or ENTITY_REGION: what the units are */
    const struct map_unit *units;
    size_t unit_count;
    struct str legend_title, secret; /* "Apprenants", "secret statistique" */
    const struct choropleth *shares; /* two at once: its classes colour the circles; the counts are then map_unit.size;
                                        NULL: counts alone, map_unit.value */
    double largest;                  /* the count of the largest circle, where it is locked; 0: the data's */
    struct map_frame frame;
};

/* The panels share one scale: the largest value of all has the theme's largest circle. Values are not negative; a
 * secret is a hatched circle of the smallest size, a zero nothing. Circles may overlap: smaller ones stand on larger
 * ones, each with a ring of paper. Of regions, Île-de-France stands on the mainland and its inset is empty. */
bool circles_draw(const struct map_context *context, const struct circles *circles, enum panel panel,
                  struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

/* The largest count that the map shows; 0 when there is none. */
double circles_largest(const struct circles *circles);

enum dorling_size { DORLING_WIDE, DORLING_NARROW };

/* Dorling's cartogram (Dorling, "Area cartograms: their use and creation", 1996): each unit is a circle, its area
 * proportional, near its place and moved until none covers another; no land is drawn. Overseas territories stand in a
 * column at the left. The legend is beside, below on a phone. */
bool dorling_draw(const struct map_context *context, const struct circles *circles, enum dorling_size size,
                  struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

#endif
