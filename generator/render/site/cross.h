/* Rows of a query read as a table with two entries: columns `label`, `column`, `value`, `status`, and where they are
 * given `path` and `cell`. Grouped bars, stacks, dumbbells, slopes, pyramids, heat tables and small multiples all read
 * the same rows, so that a template changes the kind by one word. */
#ifndef GENERATOR_RENDER_SITE_CROSS_H
#define GENERATOR_RENDER_SITE_CROSS_H

#include "figure.h"

struct cross_row {
    struct str name;
    struct str path;            /* empty without one */
    struct chart_value *values; /* one a column; those without a row of the query are unknown */
};

struct cross {
    struct cross_row *rows; /* in the order of the query, as are the columns */
    size_t row_count;
    struct str *columns;
    size_t column_count;
};

/* gen:rows. gen:label-prefix and gen:column-prefix look names up in the catalogue ("breakdown" turns "sexe:F" into its
 * label); gen:columns says how a period is written: "period", "period-end", "quarter" ("2017 T4", with
 * gen:quarter-prefix). */
bool cross_read(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                struct cross *out_cross, struct error *err);

/* As cross_read, with periods for columns: every quarter from the first to the last one of the rows. */
bool cross_read_periods(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                        struct cross *out_cross, struct period *out_first, struct error *err);

#endif
