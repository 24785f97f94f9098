/* Grouped horizontal bars: two to four series for each row, told apart by colour and by pattern, with a key above. Bars
 * start at zero; each carries its number at its end, or the words of why it has none. CHART_NARROW writes names above
 * the bars. */
#ifndef GENCARTO_RENDER_CHART_GROUPED_H
#define GENCARTO_RENDER_CHART_GROUPED_H

#include "gencarto/render/chart/chart.h"

enum { GROUPED_SERIES_MAX = 4 };

struct grouped_row {
    struct str name;
    const struct chart_value *values; /* data->series_count of them */
    struct str href, link_title;      /* may be empty */
    bool is_emphasised;
};

struct grouped_data {
    struct chart_unit unit;
    const struct str *series;
    size_t series_count; /* 1 to GROUPED_SERIES_MAX */
    const struct grouped_row *rows;
    size_t count;
    struct chart_words words;
    struct str empty_label; /* when there is no row */
};

void grouped_draw(struct drawing *out, const struct grouped_data *data, const struct chart_setting *setting);

#endif
