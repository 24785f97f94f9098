#include <math.h>

#include "cross.h"
#include "figure_setting.h"

#include "gencarto/render/chart/bars.h"
#include "gencarto/render/chart/bullet.h"
#include "gencarto/render/chart/icon.h"
#include "gencarto/render/chart/stack.h"
#include "gencarto/render/chart/strip.h"

bool figure_bullet(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct bullet_data data = {.unit = call_unit(call), .absent_label = call_text(call, "absent")};
    if (!(call_number(call, "value", &data.value, err) && call_number(call, "before", &data.previous, err) &&
          call_number(call, "target", &data.target, err)))
        return false;
    data.value.cell = call_text(call, "cell");
    data.target_label = call_labelled(arena, call, "target-label", data.target, data.unit, context->language);
    bullet_draw(out, &data, &setting);
    return true;
}

/* gen:rows: label, path, value, status, state, cell, code. */
bool figure_bars(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                 struct drawing *out, struct error *err)
{
    enum { LABEL, PATH, VALUE, STATUS, STATE, CELL, COLUMNS };
    static const char *const names[] = {"label", "path", "value", "status", "state", "cell"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    struct chart_setting setting = call_setting(context, arena, call);
    struct bars_data data = {.unit = call_unit(call), .empty_label = call_text(call, "none")};
    if (!(call_number(call, "target", &data.target, err) && call_number(call, "reference", &data.reference, err) &&
          call_rows(call, "rows", &rows, err) && call_columns(call, rows, names, COLUMNS, at, err)))
        return false;
    struct bars_row *bars = arena_array(arena, struct bars_row, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct str state = table_text(arena, rows, i, at[STATE]);
        bars[i].name = table_text(arena, rows, i, at[LABEL]);
        bars[i].value = table_chart_value(rows, i, at[VALUE], at[STATUS]);
        bars[i].value.cell = table_text(arena, rows, i, at[CELL]);
        bars[i].absent_label = call_text(call, str_equal(state, STR("none")) ? "none" : "secret");
        struct str path = table_text(arena, rows, i, at[PATH]);
        bars[i].href = path.len > 0 ? str_format(arena, "/%.*s", STR_ARGS(path)) : STR("");
        bars[i].link_title =
            call_pattern(arena, call, "row-title", bars[i].name,
                         bars[i].value.present ? call_number_text(arena, bars[i].value, data.unit, context->language)
                                               : bars[i].absent_label);
    }
    data.rows = bars;
    data.count = rows->row_count;
    data.target_label = call_labelled(arena, call, "target-label", data.target, data.unit, context->language);
    data.reference_label = call_labelled(arena, call, "reference-label", data.reference, data.unit, context->language);
    bars_draw(out, &data, &setting);
    return true;
}

/* gen:rows: code, value, status; gen:here is the code of the page's own territory. */
bool figure_strip(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                  struct drawing *out, struct error *err)
{
    enum { CODE, VALUE, STATUS, COLUMNS };
    static const char *const names[] = {"code", "value", "status"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    struct chart_setting setting = call_setting(context, arena, call);
    struct strip_data data = {.unit = call_unit(call), .absent_label = call_text(call, "absent")};
    if (!(call_number(call, "reference", &data.reference, err) && call_rows(call, "rows", &rows, err) &&
          call_columns(call, rows, names, COLUMNS, at, err)))
        return false;
    struct chart_value *values = arena_array(arena, struct chart_value, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        values[i] = table_chart_value(rows, i, at[VALUE], at[STATUS]);
        if (str_equal(table_text(arena, rows, i, at[CODE]), call_text(call, "here")))
            data.here = values[i];
    }
    data.values = values;
    data.count = rows->row_count;
    strip_draw(out, &data, &setting);
    return true;
}

/* gen:rows: label, value, one row a part; the part whose code is gen:unknown is hatched. */
bool figure_stack(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                  struct drawing *out, struct error *err)
{
    enum { CODE, LABEL, VALUE, COLUMNS };
    static const char *const names[] = {"code", "label", "value"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    struct chart_setting setting = call_setting(context, arena, call);
    if (!call_rows(call, "rows", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    if (rows->row_count > STACK_PARTS_MAX)
        return call_error(call, err, "its rows are %zu parts; at most %d are shown", rows->row_count, STACK_PARTS_MAX);
    struct str *parts = arena_array(arena, struct str, rows->row_count);
    struct chart_value *values = arena_array(arena, struct chart_value, rows->row_count);
    struct stack_row row = {.values = values, .absent_label = call_text(call, "absent")};
    struct stack_data data = {parts, rows->row_count, rows->row_count, &row, 1, 0};
    for (size_t i = 0; i < rows->row_count; i++) {
        double number = table_number(rows, i, at[VALUE]);
        parts[i] = table_text(arena, rows, i, at[LABEL]);
        values[i] = (struct chart_value){.present = !isnan(number), .value = isnan(number) ? 0 : number};
        if (str_equal(table_text(arena, rows, i, at[CODE]), call_text(call, "unknown")))
            data.unknown = i;
    }
    stack_draw(out, &data, &setting);
    return true;
}

/* gen:rows as cross.h says: a row of parts for each label; the part named gen:unknown is hatched. */
bool figure_stacks(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct cross cross;
    if (!cross_read(context, arena, call, &cross, err))
        return false;
    if (cross.column_count > STACK_PARTS_MAX)
        return call_error(call, err, "its rows have %zu parts; at most %d are shown", cross.column_count,
                          STACK_PARTS_MAX);
    struct stack_row *rows = arena_array(arena, struct stack_row, cross.row_count);
    for (size_t i = 0; i < cross.row_count; i++)
        rows[i] = (struct stack_row){cross.rows[i].name, cross.rows[i].values, call_text(call, "absent")};
    struct stack_data data = {cross.columns, cross.column_count, cross.column_count, rows, cross.row_count, 0};
    for (size_t c = 0; c < cross.column_count; c++)
        if (str_equal(cross.columns[c], call_text(call, "unknown")))
            data.unknown = c;
    stack_draw(out, &data, &setting);
    return true;
}

bool figure_status(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct str status = call_text(call, "status");
    return icon_draw(out, status, &setting) ||
           call_error(call, err, "there is no icon for the status \"%.*s\"", STR_ARGS(status));
}

/* gen:rank: the job family's place in the vocabulary, from 1; beyond the symbols it is drawn as the last. */
bool figure_symbol(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct chart_value rank;
    if (!call_number(call, "rank", &rank, err))
        return false;
    icon_symbol(out, rank.present ? (int)rank.value - 1 : 0, &setting);
    return true;
}
