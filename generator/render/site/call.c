#include "call.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "gencarto/base/number.h"

bool call_error(const struct figure_call *call, struct error *err, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return error_set(err, ERROR_OUTPUT, "%s:%d: gen:figure=\"%.*s\": %s", call->file, call->line, STR_ARGS(call->kind),
                     text);
}

struct str call_text(const struct figure_call *call, const char *name)
{
    struct str wanted = str_from(name);
    for (size_t i = 0; i < call->attribute_count; i++)
        if (str_equal(call->attributes[i].name, wanted))
            return call->attributes[i].value;
    return STR("");
}

struct str call_pattern(struct arena *arena, const struct figure_call *call, const char *name, struct str first,
                        struct str second)
{
    struct str pattern = call_text(call, name);
    size_t a = str_find(pattern, STR("{}"), 0);
    if (a == pattern.len)
        return pattern;
    size_t b = str_find(pattern, STR("{}"), a + 2);
    struct buf text;
    buf_init(&text, arena);
    buf_add(&text, str_slice(pattern, 0, a));
    buf_add(&text, first);
    buf_add(&text, str_slice(pattern, a + 2, b));
    if (b < pattern.len) {
        buf_add(&text, second);
        buf_add(&text, str_slice(pattern, b + 2, pattern.len));
    }
    return buf_str(&text);
}

bool call_need(const struct figure_call *call, const char *name, struct str *out_text, struct error *err)
{
    *out_text = call_text(call, name);
    return out_text->len > 0 || call_error(call, err, "it wants the attribute gen:%s", name);
}

bool call_number(const struct figure_call *call, const char *name, struct chart_value *out_value, struct error *err)
{
    struct str text = call_text(call, name);
    *out_value = (struct chart_value){0};
    if (text.len == 0)
        return true;
    if (!number_parse_decimal(text, &out_value->value))
        return call_error(call, err, "gen:%s is \"%.*s\"; expected a number", name, STR_ARGS(text));
    out_value->present = true;
    return true;
}

bool call_rows(const struct figure_call *call, const char *name, const struct figure_table **out_table,
               struct error *err)
{
    struct str wanted = str_from(name);
    for (size_t i = 0; i < call->table_count; i++)
        if (str_equal(call->tables[i].name, wanted)) {
            *out_table = &call->tables[i];
            return true;
        }
    bool plain = str_equal(wanted, STR("rows"));
    return call_error(call, err, "it wants rows: gen:rows%s%s=\"query(...)\"", plain ? "" : "-", plain ? "" : name);
}

bool call_has_rows(const struct figure_call *call, const char *name)
{
    for (size_t i = 0; i < call->table_count; i++)
        if (str_equal(call->tables[i].name, str_from(name)))
            return true;
    return false;
}

bool call_columns(const struct figure_call *call, const struct figure_table *table, const char *const *names,
                  size_t count, size_t *out_columns, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        size_t column = 0;
        while (column < table->column_count && !str_equal(table->columns[column], str_from(names[i])))
            column++;
        if (column == table->column_count)
            return call_error(call, err, "its query gives no column \"%s\"", names[i]);
        out_columns[i] = column;
    }
    return true;
}

static struct value value_at(const struct figure_table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}

struct str table_text(struct arena *arena, const struct figure_table *table, size_t row, size_t column)
{
    return value_text(arena, value_at(table, row, column));
}

double table_number(const struct figure_table *table, size_t row, size_t column)
{
    struct value value = value_at(table, row, column);
    return value_is_number(value) ? value_number(value) : NAN;
}

struct chart_value table_chart_value(const struct figure_table *table, size_t row, size_t value, size_t status)
{
    double number = table_number(table, row, value);
    struct value flag = value_at(table, row, status);
    struct chart_value result = {.status = flag.type == VALUE_TEXT ? status_of_flag(flag.text) : STATUS_NORMAL};
    result.present = !isnan(number);
    if (result.present)
        result.value = number;
    return result;
}
