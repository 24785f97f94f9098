/* A pyramid: two groups of people (women, men) by age, back to back on one scale, the oldest on top or as given.
 * Numbers stand beyond the ends of the bars. CHART_NARROW writes each age above its two bars. */
#ifndef GENCARTO_RENDER_CHART_PYRAMID_H
#define GENCARTO_RENDER_CHART_PYRAMID_H

#include "gencarto/render/chart/chart.h"

struct pyramid_row {
    struct str name; /* "26 à 30 ans" */
    struct chart_value left, right;
};

struct pyramid_data {
    struct chart_unit unit;
    const struct pyramid_row *rows; /* from top to bottom */
    size_t count;
    struct str left_label, right_label; /* above the two sides: "Femmes", "Hommes" */
    struct chart_words words;
    struct str empty_label; /* when there is no row */
};

void pyramid_draw(struct drawing *out, const struct pyramid_data *data, const struct chart_setting *setting);

#endif
