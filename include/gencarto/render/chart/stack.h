/* Bars stacked to 100 %, one row or several with the same parts; the unknown is a part of its own, hatched.
 * Percentages of a row are rounded so that they add up to 100 (largest remainders). Names stand above the first row's
 * parts where all fit, else in a key below. A row whose parts are not all present says why in words. */
#ifndef GENCARTO_RENDER_CHART_STACK_H
#define GENCARTO_RENDER_CHART_STACK_H

#include "gencarto/render/chart/chart.h"

enum { STACK_PARTS_MAX = 7 };

struct stack_row {
    struct str name;                  /* may be empty when there is one row */
    const struct chart_value *values; /* data->part_count of them; not negative */
    struct str absent_label;
};

struct stack_data {
    const struct str *part_names;
    size_t part_count; /* at most STACK_PARTS_MAX */
    size_t unknown;    /* index of the part that is hatched; part_count when there is none */
    const struct stack_row *rows;
    size_t row_count;
    int decimals; /* of the percentages */
};

void stack_draw(struct drawing *out, const struct stack_data *data, const struct chart_setting *setting);

#endif
