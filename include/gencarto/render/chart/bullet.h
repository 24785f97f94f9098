/* A bullet chart: one value against its target, with the previous year as a notch. Source: Few, "Bullet graph design
 * specification" (2013). 280 x 60, one size. The axis has three numbers: 0, half, end; the end is the smallest round
 * number at least a fifth beyond the target and a twentieth beyond the value (see axis_bullet), at most 100 %. */
#ifndef GENCARTO_RENDER_CHART_BULLET_H
#define GENCARTO_RENDER_CHART_BULLET_H

#include "gencarto/render/chart/chart.h"

struct bullet_data {
    struct chart_unit unit;
    struct chart_value value, previous, target;
    struct str target_label; /* "cible 10 000" */
    struct str absent_label; /* in the track when there is no value: "secret statistique" */
};

void bullet_draw(struct drawing *out, const struct bullet_data *data, const struct chart_setting *setting);

#endif
