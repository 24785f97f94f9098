/* A share by department, in classes of colour. Never for counts: those are circles (circles.h). */
#ifndef GENCARTO_RENDER_MAP_CHOROPLETH_H
#define GENCARTO_RENDER_MAP_CHOROPLETH_H

#include "gencarto/render/map/classes.h"
#include "gencarto/render/map/map.h"

/* Patterns hold "{}" where a bound stands: "{} à moins de {} %". */
struct choropleth_words {
    struct str title, unit;           /* "Part de femmes, en %", "départements" */
    struct str below, between, above; /* "moins de {} %", "{} à moins de {} %", "{} % et plus" */
    struct str target;                /* "cible {} %" */
    struct str secret, empty;         /* "secret statistique", "pas de formation sur place" */
};

struct choropleth {
    struct str id;                 /* of the drawing */
    struct str title, description; /* accessible name and text of the panel */
    const struct map_unit *units;  /* departments, in the order in which links are walked */
    size_t unit_count;
    enum classes_method method;
    size_t class_count;
    double target;       /* not a number when there is none */
    const double *fixed; /* CLASSES_FIXED */
    size_t fixed_count;
    size_t labels; /* how many extremes are labelled on the mainland, at most 4: half the highest, half the lowest */
    struct choropleth_words words;
    struct map_frame frame; /* PANEL_WHOLE */
};

/* `out_ledger` counts the whole map, whatever the panel; it may be NULL. ERROR_OUTPUT when a unit is no territory of
 * the atlas, so that its value would be visible nowhere. */
bool choropleth_draw(const struct map_context *context, const struct choropleth *choropleth, enum panel panel,
                     struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

#endif
