/* Rows into a table of public.sqlite: one insert statement of generator/sql/insert/, one function that makes the values
 * of a row. */
#ifndef GENCARTO_GENERATOR_COMPILE_INSERT_H
#define GENCARTO_GENERATOR_COMPILE_INSERT_H

#include "gencarto/base/period.h"
#include "gencarto/db/db.h"

#define ROW_VALUES_MAX 32

/* Writes the values of row `row` in the order of the statement's parameters, and gives their count. Text it makes goes
 * to the arena, which is emptied after the row. */
typedef int row_maker(struct arena *arena, const void *context, size_t row, struct value *out_values);

/* Runs the statement `name` for rows 0..count-1. */
bool insert_rows(struct db *db, const char *name, size_t count, row_maker *make, const void *context,
                 struct error *err);

/* For row makers: return ROW(out_values, value, value, ...). */
#define ROW(out, ...)                                                                                                  \
    insert_fill(out, (const struct value[]){__VA_ARGS__},                                                              \
                sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value))
int insert_fill(struct value *out_values, const struct value *values, size_t count);

/* Text, or NULL when it is empty. */
struct value value_or_null(struct str text);

/* ISO form, or NULL for DATE_NONE. */
struct value day_or_null(struct arena *arena, int32_t day);

/* "2017-T4". */
struct value period_value(struct arena *arena, struct period period);

/* NULL for NaN. */
struct value number_or_null(double value);

/* NULL under 0. */
struct value count_or_null(int64_t value);

#endif
