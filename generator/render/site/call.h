/* Reading what a template asks of a figure: attributes as text or numbers, rows by column name. A missing attribute or
 * column is an error that names the template's line; a missing value is not. */
#ifndef GENERATOR_RENDER_SITE_CALL_H
#define GENERATOR_RENDER_SITE_CALL_H

#include "gencarto/render/chart/chart.h"
#include "gencarto/render/template/template.h"

/* The attribute's text, empty when it is not given. */
struct str call_text(const struct figure_call *call, const char *name);

/* As call_text; an absent or empty attribute is an error. */
bool call_need(const struct figure_call *call, const char *name, struct str *out_text, struct error *err);

/* A number; absent or empty is "no value". Anything else is an error. */
bool call_number(const struct figure_call *call, const char *name, struct chart_value *out_value, struct error *err);

/* The rows of gen:rows ("rows") or gen:rows-NAME; an error when the template gives none. */
bool call_rows(const struct figure_call *call, const char *name, const struct figure_table **out_table,
               struct error *err);

/* Whether the template gives gen:rows-NAME. */
bool call_has_rows(const struct figure_call *call, const char *name);

/* Indexes of the named columns; an error when one is missing. */
bool call_columns(const struct figure_call *call, const struct figure_table *table, const char *const *names,
                  size_t count, size_t *out_columns, struct error *err);

/* Text of a cell, empty for NULL; numbers are written without locale into the arena. */
struct str table_text(struct arena *arena, const struct figure_table *table, size_t row, size_t column);

/* The number of a cell, NaN for NULL or text. */
double table_number(const struct figure_table *table, size_t row, size_t column);

/* A value with its status flag; a value of NULL is not present. */
struct chart_value table_chart_value(const struct figure_table *table, size_t row, size_t value, size_t status);

/* The attribute's pattern with its "{}" replaced in order: "{} : {}", "Appel à projets {}". */
struct str call_pattern(struct arena *arena, const struct figure_call *call, const char *name, struct str first,
                        struct str second);

/* "PATH:LINE: gen:figure="KIND": " then the message. Always false. */
bool call_error(const struct figure_call *call, struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
