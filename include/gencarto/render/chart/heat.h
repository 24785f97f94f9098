/* A heat table: rows by columns, each cell coloured by its class and carrying its number; a secret cell is hatched.
 * Classes have equal widths and round bounds (axis_cover). CHART_NARROW writes row names above their cells, and keeps
 * the last columns that leave their numbers room: `cut_label` says that earlier ones are left out. */
#ifndef GENCARTO_RENDER_CHART_HEAT_H
#define GENCARTO_RENDER_CHART_HEAT_H

#include "gencarto/render/chart/chart.h"

struct heat_row {
    struct str name;
    const struct chart_value *values; /* data->column_count of them */
    struct str href, link_title;      /* may be empty */
    bool is_emphasised;
};

struct heat_data {
    struct chart_unit unit;
    const struct str *columns; /* may break at a space: "2017 T4" */
    size_t column_count;
    const struct heat_row *rows;
    size_t count;
    struct str key_label;     /* before the key: "Part de femmes" */
    struct chart_words signs; /* in a cell: "c", "///", "n.d." */
    struct chart_words words; /* in the key */
    struct str cut_label;     /* "premiers trimestres : dans le tableau" */
    struct str empty_label;   /* when there is no row or column */
};

void heat_draw(struct drawing *out, const struct heat_data *data, const struct chart_setting *setting);

#endif
