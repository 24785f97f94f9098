/* A slope chart: each row a line from its earlier to its later value, named at its ends. Labels are moved apart where
 * values are close, and joined to their ends. Emphasised rows stand out. Rows without both values are named in words at
 * the foot. CHART_NARROW names rows at the right end only. */
#ifndef GENCARTO_RENDER_CHART_SLOPE_H
#define GENCARTO_RENDER_CHART_SLOPE_H

#include "gencarto/render/chart/chart.h"

struct slope_data {
    struct chart_unit unit;
    const struct pair_row *rows;
    size_t count;
    struct str before_label, after_label; /* above the two ends: "fin 2016", "fin 2017" */
    struct str missing_label;             /* "Non montrés :", before the names of rows without both values */
    struct chart_words words;
    struct str empty_label; /* when no row has both values */
};

void slope_draw(struct drawing *out, const struct slope_data *data, const struct chart_setting *setting);

#endif
