/* The last quarters as small bars, the last one dark, on their own scale from zero: 96 x 24. A quarter without value is
 * an empty place on the base line. */
#ifndef GENCARTO_RENDER_CHART_SPARKLINE_H
#define GENCARTO_RENDER_CHART_SPARKLINE_H

#include "gencarto/render/chart/chart.h"

struct sparkline_data {
    const struct chart_value *values; /* in time */
    size_t count;
};

void sparkline_draw(struct drawing *out, const struct sparkline_data *data, const struct chart_setting *setting);

#endif
