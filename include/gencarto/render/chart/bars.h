/* Horizontal bars, one a territory, in the order given. Bars start at zero. The value stands inside the bar at its
 * base, or beside it when the bar is too short; a row without value says why in words. CHART_NARROW writes names above
 * bars. */
#ifndef GENCARTO_RENDER_CHART_BARS_H
#define GENCARTO_RENDER_CHART_BARS_H

#include "gencarto/render/chart/chart.h"

struct bars_row {
    struct str name;
    struct chart_value value;
    struct str absent_label;                 /* "secret", "pas de formation" */
    struct str href;                         /* site-rooted; may be empty */
    struct str link_title;                   /* accessible name of the link: "Occitanie : 28,9 %" */
    bool is_emphasised;                      /* the page's own territory, a total */
    const struct mark_attribute *attributes; /* of the row's group: data-territory, data-kind */
    size_t attribute_count;
};

struct bars_data {
    struct chart_unit unit;
    const struct bars_row *rows;
    size_t count;
    struct chart_value target, reference;     /* an orange rule, a dotted one */
    struct str target_label, reference_label; /* "cible 30 %", "France 25,5 %" */
    struct str empty_label;                   /* when there is no row */
};

void bars_draw(struct drawing *out, const struct bars_data *data, const struct chart_setting *setting);

#endif
