#include "cross.h"

#include <math.h>

#include "figure_setting.h"

enum column { LABEL, COLUMN, VALUE, STATUS, WANTED, PATH = WANTED, CELL, COLUMNS };

static const char *const NAMES[COLUMNS] = {"label", "column", "value", "status", "path", "cell"};

/* Where a name stands in the list, or its end: rows come in groups, so the last one found is asked first. */
static size_t find_name(const struct str *names, size_t count, struct str name)
{
    for (size_t i = count; i > 0; i--)
        if (str_equal(names[i - 1], name))
            return i - 1;
    return count;
}

static bool find_columns(const struct figure_call *call, const struct figure_table *rows, size_t at[COLUMNS],
                         struct error *err)
{
    if (!call_columns(call, rows, NAMES, WANTED, at, err))
        return false;
    for (size_t c = WANTED; c < COLUMNS; c++)
        for (at[c] = 0; at[c] < rows->column_count && !str_equal(rows->columns[at[c]], str_from(NAMES[c]));)
            at[c]++;
    return true;
}

static struct str optional_text(struct arena *arena, const struct figure_table *rows, size_t row, size_t column)
{
    return column < rows->column_count ? table_text(arena, rows, row, column) : STR("");
}

/* The rows of a query, each with its place in the table that is being made. */
struct reading {
    struct arena *arena;
    const struct figure_table *rows;
    size_t at[COLUMNS];
    struct str *names, *paths; /* of the rows of the table */
    size_t name_count;
    struct str *columns;
    size_t column_count;
    size_t *row_of, *column_of; /* of each row of the query */
};

static bool start_reading(struct arena *arena, const struct figure_call *call, struct reading *out_reading,
                          struct error *err)
{
    struct reading reading = {.arena = arena};
    if (!call_rows(call, "rows", &reading.rows, err) || !find_columns(call, reading.rows, reading.at, err))
        return false;
    size_t count = reading.rows->row_count;
    reading.names = arena_array(arena, struct str, count);
    reading.paths = arena_array(arena, struct str, count);
    reading.columns = arena_array(arena, struct str, count);
    reading.row_of = arena_array(arena, size_t, count);
    reading.column_of = arena_array(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        struct str name = table_text(arena, reading.rows, i, reading.at[LABEL]);
        struct str column = table_text(arena, reading.rows, i, reading.at[COLUMN]);
        reading.row_of[i] = find_name(reading.names, reading.name_count, name);
        if (reading.row_of[i] == reading.name_count) {
            reading.paths[reading.name_count] = optional_text(arena, reading.rows, i, reading.at[PATH]);
            reading.names[reading.name_count++] = name;
        }
        reading.column_of[i] = find_name(reading.columns, reading.column_count, column);
        if (reading.column_of[i] == reading.column_count)
            reading.columns[reading.column_count++] = column;
    }
    *out_reading = reading;
    return true;
}

static struct cross make_cross(const struct reading *reading, size_t column_count)
{
    struct cross cross = {.row_count = reading->name_count,
                          .column_count = column_count,
                          .columns = arena_array(reading->arena, struct str, column_count),
                          .rows = arena_array(reading->arena, struct cross_row, reading->name_count)};
    for (size_t r = 0; r < cross.row_count; r++) {
        cross.rows[r] = (struct cross_row){reading->names[r], reading->paths[r],
                                           arena_array(reading->arena, struct chart_value, column_count)};
        for (size_t c = 0; c < column_count; c++)
            cross.rows[r].values[c].status = STATUS_UNKNOWN;
    }
    return cross;
}

static void put_value(const struct reading *reading, struct cross *cross, size_t row, size_t column)
{
    struct chart_value *value = &cross->rows[reading->row_of[row]].values[column];
    *value = table_chart_value(reading->rows, row, reading->at[VALUE], reading->at[STATUS]);
    if (!value->present && value->status == STATUS_NORMAL)
        value->status = STATUS_UNKNOWN;
    value->cell = optional_text(reading->arena, reading->rows, row, reading->at[CELL]);
}

/* ---- names ---- */

static bool look_up(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    const char *attribute, struct str *name, struct error *err)
{
    struct str prefix = call_text(call, attribute);
    if (prefix.len == 0)
        return true;
    struct str id = str_format(arena, "%.*s.%.*s", STR_ARGS(prefix), STR_ARGS(*name));
    return template_label(context->templates, id, name) ||
           call_error(call, err, "the catalogue has no label \"%.*s\"", STR_ARGS(id));
}

/* "fin 2017" of "2017-T4", as gen:columns says. */
static struct str period_name(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                              struct str code)
{
    struct str form = call_text(call, "columns");
    struct period period;
    struct buf text;
    if (form.len == 0 || !period_parse(code, &period))
        return code;
    buf_init(&text, arena);
    if (str_equal(form, STR("period-end")))
        typography_period_end(&text, period, context->language);
    else if (str_equal(form, STR("period")))
        typography_period(&text, period, context->language);
    else
        buf_format(&text, "%d %.*s%d", period_year(period), STR_ARGS(call_text(call, "quarter-prefix")),
                   period_quarter(period));
    return buf_str(&text);
}

static bool name_rows(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      struct cross *cross, struct error *err)
{
    for (size_t r = 0; r < cross->row_count; r++)
        if (!look_up(context, arena, call, "label-prefix", &cross->rows[r].name, err))
            return false;
    return true;
}

bool cross_read(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                struct cross *out_cross, struct error *err)
{
    struct reading reading;
    if (!start_reading(arena, call, &reading, err))
        return false;
    struct cross cross = make_cross(&reading, reading.column_count);
    for (size_t i = 0; i < reading.rows->row_count; i++)
        put_value(&reading, &cross, i, reading.column_of[i]);
    for (size_t c = 0; c < cross.column_count; c++) {
        cross.columns[c] = period_name(context, arena, call, reading.columns[c]);
        if (!look_up(context, arena, call, "column-prefix", &cross.columns[c], err))
            return false;
    }
    *out_cross = cross;
    return name_rows(context, arena, call, out_cross, err);
}

bool cross_read_periods(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                        struct cross *out_cross, struct period *out_first, struct error *err)
{
    struct reading reading;
    if (!start_reading(arena, call, &reading, err))
        return false;
    int first = 0, last = -1;
    for (size_t c = 0; c < reading.column_count; c++) {
        struct period period;
        if (!period_parse(reading.columns[c], &period))
            return call_error(call, err, "its column \"column\" has \"%.*s\"; expected a quarter such as 2017-T4",
                              STR_ARGS(reading.columns[c]));
        first = c == 0 || period.index < first ? period.index : first;
        last = c == 0 || period.index > last ? period.index : last;
    }
    struct cross cross = make_cross(&reading, (size_t)(last - first + 1));
    for (size_t i = 0; i < reading.rows->row_count; i++)
        put_value(&reading, &cross, i, (size_t)(call_period(reading.columns[reading.column_of[i]]).index - first));
    *out_cross = cross;
    *out_first = (struct period){first};
    return name_rows(context, arena, call, out_cross, err);
}
