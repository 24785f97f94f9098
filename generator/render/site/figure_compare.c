/* The charts that compare: all but the waterfall read their rows as cross.h says. */
#include "cross.h"
#include "figure_setting.h"
#include "gencarto/render/chart/dumbbell.h"
#include "gencarto/render/chart/grouped.h"
#include "gencarto/render/chart/heat.h"
#include "gencarto/render/chart/pyramid.h"
#include "gencarto/render/chart/slope.h"
#include "gencarto/render/chart/waterfall.h"

/* gen:here names the row that stands out. */
static bool is_here(const struct figure_call *call, struct str name)
{
    struct str here = call_text(call, "here");
    return here.len > 0 && str_equal(here, name);
}

/* The name of a row's link: its name and its value in the last column. */
static struct str link_title(const struct figure_context *context, struct arena *arena, const struct figure_call *call,
                             const struct cross *cross, const struct cross_row *row, const struct chart_words *words)
{
    if (cross->column_count == 0)
        return row->name;
    const struct chart_value *value = &row->values[cross->column_count - 1];
    struct str text = value->present ? call_number_text(arena, *value, call_unit(call), context->language)
                      : value->status == STATUS_CONFIDENTIAL   ? words->confidential
                      : value->status == STATUS_NOT_APPLICABLE ? words->not_applicable
                                                               : words->unknown;
    return call_row_title(arena, call, row->name, text);
}

bool figure_grouped(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct grouped_data data = {.unit = call_unit(call), .empty_label = call_text(call, "empty")};
    struct cross cross;
    if (!call_words(call, &data.words, err) || !cross_read(context, arena, call, &cross, err))
        return false;
    if (cross.column_count > GROUPED_SERIES_MAX)
        return call_error(call, err, "its rows have %zu series; at most %d are told apart", cross.column_count,
                          GROUPED_SERIES_MAX);
    struct grouped_row *rows = arena_array(arena, struct grouped_row, cross.row_count);
    for (size_t i = 0; i < cross.row_count; i++) {
        const struct cross_row *row = &cross.rows[i];
        rows[i] =
            (struct grouped_row){row->name, row->values, call_href(arena, row->path),
                                 link_title(context, arena, call, &cross, row, &data.words), is_here(call, row->name)};
    }
    data.series = cross.columns;
    data.series_count = cross.column_count > 0 ? cross.column_count : 1; /* without rows none is asked for */
    data.rows = rows;
    data.count = cross.row_count;
    grouped_draw(out, &data, &setting);
    return true;
}

/* Kinds that want two columns, the earlier or left one first. */
static bool want_two(const struct figure_call *call, const struct cross *cross, struct error *err)
{
    return cross->row_count == 0 || cross->column_count == 2 ||
           call_error(call, err, "its rows have %zu columns; expected two", cross->column_count);
}

static struct str column_name(const struct cross *cross, size_t column)
{
    return column < cross->column_count ? cross->columns[column] : STR("");
}

static const struct pair_row *pair_rows(const struct figure_context *context, struct arena *arena,
                                        const struct figure_call *call, const struct cross *cross,
                                        const struct chart_words *words)
{
    struct pair_row *rows = arena_array(arena, struct pair_row, cross->row_count);
    for (size_t i = 0; i < cross->row_count; i++) {
        const struct cross_row *row = &cross->rows[i];
        rows[i] = (struct pair_row){row->name,
                                    row->values[0],
                                    row->values[1],
                                    call_href(arena, row->path),
                                    link_title(context, arena, call, cross, row, words),
                                    is_here(call, row->name)};
    }
    return rows;
}

bool figure_dumbbell(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                     struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct dumbbell_data data = {.unit = call_unit(call), .empty_label = call_text(call, "empty")};
    struct cross cross;
    if (!(call_words(call, &data.words, err) && call_number(call, "target", &data.target, err) &&
          cross_read(context, arena, call, &cross, err) && want_two(call, &cross, err)))
        return false;
    data.rows = pair_rows(context, arena, call, &cross, &data.words);
    data.count = cross.row_count;
    data.before_label = column_name(&cross, 0);
    data.after_label = column_name(&cross, 1);
    data.target_label = call_labelled(arena, call, "target-label", data.target, data.unit, context->language);
    dumbbell_draw(out, &data, &setting);
    return true;
}

bool figure_slope(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                  struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct slope_data data = {.unit = call_unit(call),
                              .missing_label = call_text(call, "missing-label"),
                              .empty_label = call_text(call, "empty")};
    struct cross cross;
    if (!(call_words(call, &data.words, err) && cross_read(context, arena, call, &cross, err) &&
          want_two(call, &cross, err)))
        return false;
    data.rows = pair_rows(context, arena, call, &cross, &data.words);
    data.count = cross.row_count;
    data.before_label = column_name(&cross, 0);
    data.after_label = column_name(&cross, 1);
    slope_draw(out, &data, &setting);
    return true;
}

bool figure_pyramid(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct pyramid_data data = {.unit = call_unit(call), .empty_label = call_text(call, "empty")};
    struct cross cross;
    if (!(call_words(call, &data.words, err) && cross_read(context, arena, call, &cross, err) &&
          want_two(call, &cross, err)))
        return false;
    struct pyramid_row *rows = arena_array(arena, struct pyramid_row, cross.row_count);
    for (size_t i = 0; i < cross.row_count; i++)
        rows[i] = (struct pyramid_row){cross.rows[i].name, cross.rows[i].values[0], cross.rows[i].values[1]};
    data.rows = rows;
    data.count = cross.row_count;
    data.left_label = column_name(&cross, 0);
    data.right_label = column_name(&cross, 1);
    pyramid_draw(out, &data, &setting);
    return true;
}

bool figure_heat(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                 struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct heat_data data = {.unit = call_unit(call),
                             .key_label = call_text(call, "key-label"),
                             .cut_label = call_text(call, "cut-label"),
                             .empty_label = call_text(call, "empty")};
    struct cross cross;
    if (!call_words(call, &data.words, err) || !cross_read(context, arena, call, &cross, err))
        return false;
    data.signs = (struct chart_words){call_text(call, "secret-mark"), call_text(call, "void-mark"),
                                      call_text(call, "absent-mark")};
    struct heat_row *rows = arena_array(arena, struct heat_row, cross.row_count);
    for (size_t i = 0; i < cross.row_count; i++) {
        const struct cross_row *row = &cross.rows[i];
        rows[i] =
            (struct heat_row){row->name, row->values, call_href(arena, row->path),
                              link_title(context, arena, call, &cross, row, &data.words), is_here(call, row->name)};
    }
    data.columns = cross.columns;
    data.column_count = cross.column_count;
    data.rows = rows;
    data.count = cross.row_count;
    heat_draw(out, &data, &setting);
    return true;
}

/* gen:rows: label, value, status, is_total. gen:gap="1": the totals are gaps, written with their sign. */
bool figure_waterfall(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      struct drawing *out, struct error *err)
{
    enum { LABEL, VALUE, STATUS, TOTAL, COLUMNS };
    static const char *const names[] = {"label", "value", "status", "is_total"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    struct chart_setting setting = call_setting(context, arena, call);
    struct waterfall_data data = {.unit = call_unit(call),
                                  .in_points = str_equal(call_text(call, "points"), STR("1")),
                                  .has_signed_totals = str_equal(call_text(call, "gap"), STR("1")),
                                  .rest_label = call_text(call, "rest-label"),
                                  .empty_label = call_text(call, "empty")};
    if (!(call_words(call, &data.words, err) && call_rows(call, "rows", &rows, err) &&
          call_columns(call, rows, names, COLUMNS, at, err)))
        return false;
    struct waterfall_row *steps = arena_array(arena, struct waterfall_row, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++)
        steps[i] = (struct waterfall_row){table_text(arena, rows, i, at[LABEL]),
                                          table_chart_value(rows, i, at[VALUE], at[STATUS]),
                                          table_number(rows, i, at[TOTAL]) == 1};
    data.decimals = data.unit.decimals;
    data.rows = steps;
    data.count = rows->row_count;
    waterfall_draw(out, &data, &setting);
    return true;
}
