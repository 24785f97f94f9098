/* A share by department, in classes of colour: one hue, or two that part at the target. Never for counts: those are
 * circles (circles.h). With other schemes, a typology (each unit has one of a few categories), or two shares at once in
 * nine colours. */
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
    struct str second;                /* "Part de NEET, en %": SCHEME_BIVARIATE */
};

enum choropleth_scheme {
    SCHEME_SEQUENTIAL, /* light to dark: classes */
    SCHEME_DIVERGING,  /* two hues that part at the target, or at the middle class */
    SCHEME_CATEGORIES, /* map_unit.category */
    SCHEME_BIVARIATE /* thirds of map_unit.value and of map_unit.second, by quantiles unless another method is asked */
};

enum { CATEGORIES_MAX = 7 };

struct choropleth {
    struct str id;                 /* of the drawing */
    struct str title, description; /* accessible name and text of the panel */
    enum choropleth_scheme scheme;
    const struct map_unit *units; /* departments, in the order in which links are walked */
    size_t unit_count;
    enum classes_method method;
    size_t class_count;
    double target;       /* not a number when there is none */
    const double *fixed; /* CLASSES_FIXED */
    size_t fixed_count;
    const struct str *categories; /* their names, at most CATEGORIES_MAX */
    size_t category_count;
    bool has_histogram; /* the legend shows how the values spread, one block a unit */
    size_t labels; /* how many extremes are labelled on the mainland, at most 4: half the highest, half the lowest */
    struct choropleth_words words;
    struct map_frame frame; /* PANEL_WHOLE */
};

/* The classes that its legend shows; not of categories. */
struct classes choropleth_classes(const struct map_context *context, const struct choropleth *choropleth);

/* `out_ledger` counts the whole map, whatever the panel; it may be NULL. ERROR_OUTPUT when a unit is no territory of
 * the atlas, so that its value would be visible nowhere. */
bool choropleth_draw(const struct map_context *context, const struct choropleth *choropleth, enum panel panel,
                     struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

#endif
