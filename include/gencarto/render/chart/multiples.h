/* Small multiples: one small line chart for each territory, all on one scale, with the same reference line (France) and
 * target in each. Six panels a row when wide, three when slim, two on a phone. The numbers of the axis stand in the
 * first panel of each row; the last value stands at its point. A panel without value says why in words. */
#ifndef GENCARTO_RENDER_CHART_MULTIPLES_H
#define GENCARTO_RENDER_CHART_MULTIPLES_H

#include "gencarto/render/chart/chart.h"

struct multiples_panel {
    struct str name;
    const struct chart_value *values; /* data->quarter_count of them, from data->first on */
    struct str href, link_title;      /* may be empty */
};

struct multiples_data {
    struct chart_unit unit;
    struct period first;
    size_t quarter_count;
    const struct multiples_panel *panels;
    size_t count;
    const struct chart_value *reference;   /* quarter_count of them, or NULL */
    struct str own_label, reference_label; /* in the key: "région", "France" */
    struct chart_value target;
    struct str target_label; /* in the key */
    struct chart_words words;
    struct str empty_label; /* when there is no panel */
};

void multiples_draw(struct drawing *out, const struct multiples_data *data, const struct chart_setting *setting);

#endif
