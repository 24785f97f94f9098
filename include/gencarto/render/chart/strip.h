/* One territory among its peers: a tick for each, a dot for this one, a taller tick for the reference (France), and the
 * two end values. 220 x 44, one size, with its own scale. */
#ifndef GENCARTO_RENDER_CHART_STRIP_H
#define GENCARTO_RENDER_CHART_STRIP_H

#include "gencarto/render/chart/chart.h"

struct strip_data {
    struct chart_unit unit;
    const struct chart_value *values; /* of all territories, this one too */
    size_t count;
    struct chart_value here, reference, target;
    struct str absent_label; /* when no value is present */
};

void strip_draw(struct drawing *out, const struct strip_data *data, const struct chart_setting *setting);

#endif
