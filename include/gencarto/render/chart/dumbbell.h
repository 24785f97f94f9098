/* A dumbbell: for each row two values on one axis, the earlier a small dot and the later a large one (hollow when it is
 * provisional), joined by a line; each number stands outside of the pair, so that none hides another. The axis covers
 * the values: it need not start at zero, since places are compared and not lengths. */
#ifndef GENCARTO_RENDER_CHART_DUMBBELL_H
#define GENCARTO_RENDER_CHART_DUMBBELL_H

#include "gencarto/render/chart/chart.h"

struct dumbbell_data {
    struct chart_unit unit;
    const struct pair_row *rows;
    size_t count;
    struct str before_label, after_label; /* "fin 2016", "fin 2017" */
    struct chart_value target;
    struct str target_label; /* in the key */
    struct chart_words words;
    struct str empty_label; /* when there is no row */
};

void dumbbell_draw(struct drawing *out, const struct dumbbell_data *data, const struct chart_setting *setting);

#endif
