/* A waterfall: signed contributions, one under another, from a total (or from zero) to a total. Increases are solid,
 * decreases striped, and each says its sign. Totals start at zero. What the contributions leave unexplained before a
 * total is a row of its own, so that the picture always adds up. */
#ifndef GENCARTO_RENDER_CHART_WATERFALL_H
#define GENCARTO_RENDER_CHART_WATERFALL_H

#include "gencarto/render/chart/chart.h"

struct waterfall_row {
    struct str name;
    struct chart_value value; /* of a total: where the sum stands; of a part: by how much it moves */
    bool is_total;
};

struct waterfall_data {
    struct chart_unit unit; /* of the totals */
    int decimals;           /* of the contributions */
    bool in_points;         /* contributions, and totals that are gaps, are points: "+2,1 points" */
    bool has_signed_totals; /* the totals are gaps: written as the contributions are */
    const struct waterfall_row *rows;
    size_t count;
    struct str rest_label; /* "non expliqué, ou arrondi": names the row of what is missing before a total */
    struct chart_words words;
    struct str empty_label; /* when there is no row */
};

void waterfall_draw(struct drawing *out, const struct waterfall_data *data, const struct chart_setting *setting);

#endif
