/* Counts by department as circles, their area proportional to the value (so a value four times as large has a circle
 * twice as wide), with a legend of nested circles. */
#ifndef GENCARTO_RENDER_MAP_CIRCLES_H
#define GENCARTO_RENDER_MAP_CIRCLES_H

#include "gencarto/render/map/map.h"

struct circles {
    struct str id, title, description;
    enum entity_kind kind; /* ENTITY_DEPARTMENT or ENTITY_REGION: what the units are */
    const struct map_unit *units;
    size_t unit_count;
    struct str legend_title, secret; /* "Apprenants", "secret statistique" */
    struct map_frame frame;
};

/* The panels share one scale: the largest value of all has the theme's largest circle. Values are not negative; a
 * secret is a hatched circle of the smallest size, a zero nothing. Circles may overlap: smaller ones stand on larger
 * ones, each with a ring of paper. Of regions, Île-de-France stands on the mainland and its inset is empty. */
bool circles_draw(const struct map_context *context, const struct circles *circles, enum panel panel,
                  struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

#endif
