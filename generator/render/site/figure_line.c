#include <math.h>

#include "cross.h"
#include "figure_setting.h"
#include "gencarto/render/chart/line.h"
#include "gencarto/render/chart/multiples.h"
#include "gencarto/render/chart/sparkline.h"

/* gen:rows-revisions: period, published: what was first said of a quarter that was revised since. */
static bool line_revisions(struct arena *arena, const struct figure_call *call, struct line_point *points, size_t count,
                           struct error *err)
{
    enum { PERIOD, PUBLISHED, COLUMNS };
    static const char *const names[] = {"period", "published"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_has_rows(call, "revisions"))
        return true;
    if (!call_rows(call, "revisions", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    for (size_t i = 0; i < rows->row_count; i++) {
        struct period period = call_period(table_text(arena, rows, i, at[PERIOD]));
        double published = table_number(rows, i, at[PUBLISHED]);
        for (size_t p = 0; p < count && !isnan(published); p++)
            if (points[p].period.index == period.index)
                points[p].published = (struct chart_value){.present = true, .value = published};
    }
    return true;
}

/* gen:partial: the quarter that was not over when its data came. */
static void line_partial(const struct figure_call *call, struct line_point *points, size_t count)
{
    struct period partial = call_period(call_text(call, "partial"));
    for (size_t i = 0; i < count; i++)
        points[i].is_partial = partial.index != 0 && points[i].period.index == partial.index;
}

/* gen:rows: period, value, status, expected, cell. */
static bool line_points(struct arena *arena, const struct figure_call *call, struct line_data *data, struct error *err)
{
    enum { PERIOD, VALUE, STATUS, EXPECTED, CELL, COLUMNS };
    static const char *const names[] = {"period", "value", "status", "expected", "cell"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, "rows", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    if (rows->row_count == 0)
        return call_error(call, err, "its rows are empty; expected one a quarter");
    struct line_point *points = arena_array(arena, struct line_point, rows->row_count);
    struct line_point *expected = arena_array(arena, struct line_point, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct period period = call_period(table_text(arena, rows, i, at[PERIOD]));
        points[i] = (struct line_point){.period = period, .value = table_chart_value(rows, i, at[VALUE], at[STATUS])};
        points[i].value.cell = table_text(arena, rows, i, at[CELL]);
        double way = table_number(rows, i, at[EXPECTED]);
        if (!isnan(way))
            expected[data->trajectory.count++] =
                (struct line_point){.period = period, .value = {.present = true, .value = way}};
    }
    line_partial(call, points, rows->row_count);
    if (!line_revisions(arena, call, points, rows->row_count, err))
        return false;
    data->points = points;
    data->point_count = rows->row_count;
    data->first = points[0].period;
    data->last = points[rows->row_count - 1].period;
    data->trajectory.points = expected;
    return true;
}

/* gen:rows-calls: period, wave, trainings. */
static bool line_calls(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct line_data *data, struct error *err)
{
    enum { PERIOD, WAVE, TRAININGS, COLUMNS };
    static const char *const names[] = {"period", "wave", "trainings"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, "calls", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct line_annotation *annotations = arena_array(arena, struct line_annotation, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct period period = call_period(table_text(arena, rows, i, at[PERIOD]));
        if (period.index < data->first.index || period.index > data->last.index)
            continue;
        struct line_annotation *note = &annotations[data->annotation_count++];
        note->period = period;
        struct str wave = table_text(arena, rows, i, at[WAVE]);
        struct chart_value trainings = {.present = true, .value = table_number(rows, i, at[TRAININGS])};
        note->label[0] = call_pattern(arena, call, "call-label", wave, STR(""));
        note->short_label = call_pattern(arena, call, "call-short", wave, STR(""));
        note->label[1] = call_labelled(arena, call, "call-trainings", trainings,
                                       (struct chart_unit){QUANTITY_NUMBER, 0}, context->language);
    }
    data->annotations = annotations;
    return true;
}

/* gen:rows-milestones: period, value, label. */
static bool line_milestones(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                            struct line_data *data, struct error *err)
{
    enum { PERIOD, VALUE, LABEL, COLUMNS };
    static const char *const names[] = {"period", "value", "label"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, "milestones", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct line_milestone *milestones = arena_array(arena, struct line_milestone, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct chart_value value = {.present = true, .value = table_number(rows, i, at[VALUE])};
        struct str label = call_pattern(arena, call, "milestone-label", table_text(arena, rows, i, at[LABEL]),
                                        call_number_text(arena, value, data->unit, context->language));
        milestones[i] =
            (struct line_milestone){call_period(table_text(arena, rows, i, at[PERIOD])), value.value, label, STR("")};
    }
    data->milestones = milestones;
    data->milestone_count = rows->row_count;
    return true;
}

/* gen:rows-forecast: period, low, middle, high, of the quarters after the last value. */
static bool line_forecast(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                          struct line_data *data, struct error *err)
{
    enum { PERIOD, LOW, MIDDLE, HIGH, COLUMNS };
    static const char *const names[] = {"period", "low", "middle", "high"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_has_rows(call, "forecast"))
        return true;
    if (!call_rows(call, "forecast", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct line_interval *forecast = arena_array(arena, struct line_interval, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        struct line_interval *at_end = &forecast[i];
        *at_end =
            (struct line_interval){call_period(table_text(arena, rows, i, at[PERIOD])), table_number(rows, i, at[LOW]),
                                   table_number(rows, i, at[MIDDLE]), table_number(rows, i, at[HIGH])};
        if (isnan(at_end->low) || isnan(at_end->middle) || isnan(at_end->high))
            return call_error(call, err, "its forecast has a quarter without its three numbers");
        if (at_end->period.index > data->last.index)
            data->last = at_end->period;
    }
    data->forecast = forecast;
    data->forecast_count = rows->row_count;
    if (rows->row_count == 0)
        return true;
    const struct line_interval *end = &forecast[rows->row_count - 1];
    data->forecast_label =
        call_pattern(arena, call, "forecast-label",
                     call_number_text(arena, (struct chart_value){.present = true, .value = end->low}, data->unit,
                                      context->language),
                     call_number_text(arena, (struct chart_value){.present = true, .value = end->high}, data->unit,
                                      context->language));
    return true;
}

static const struct line_point *last_known(const struct line_data *data)
{
    for (size_t i = data->point_count; i > 0; i--)
        if (data->points[i - 1].value.present)
            return &data->points[i - 1];
    return NULL;
}

/* The way from the last value to a target that is not reached yet, with gen:pace a quarter in its label. */
static void line_pace(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      struct chart_value pace, struct period deadline, struct line_data *data)
{
    const struct line_point *last = last_known(data);
    if (!last || !data->target.present || last->value.value >= data->target.value ||
        deadline.index <= last->period.index)
        return;
    struct line_point *points = arena_array(arena, struct line_point, 2);
    points[0] = *last;
    points[1] = (struct line_point){.period = deadline, .value = data->target};
    data->pace.points = points;
    data->pace.count = 2;
    data->pace.label[0] = call_text(call, "pace-title");
    data->pace.label[1] = call_labelled(arena, call, "pace-label", pace, data->unit, context->language);
    data->pace.short_label[0] = data->pace.label[1];
}

/* gen:start="value": the line starts at its first value, as a share or a stock does; else at 0, as a cumulative count.
 */
bool figure_trajectory(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct line_data data = {
        .unit = call_unit(call),
        .unit_label = call_text(call, "axis"),
        .quarter_prefix = call_text(call, "quarter-prefix"),
        .starts_at_zero = !str_equal(call_text(call, "start"), STR("value")),
        .end_note = call_text(call, "end-note"),
        .partial_label = call_text(call, "partial-label"),
        .empty_label = call_text(call, "empty"),
    };
    struct chart_value pace;
    if (!(call_number(call, "target", &data.target, err) && call_number(call, "pace", &pace, err) &&
          line_points(arena, call, &data, err) && line_calls(context, arena, call, &data, err) &&
          line_milestones(context, arena, call, &data, err) && line_forecast(context, arena, call, &data, err)))
        return false;
    data.target_label = call_labelled(arena, call, "target-label", data.target, data.unit, context->language);
    data.target_short_label = call_labelled(arena, call, "target-short", data.target, data.unit, context->language);
    struct period deadline = call_period(call_text(call, "deadline"));
    if (deadline.index > data.last.index)
        data.last = deadline;
    line_pace(context, arena, call, pace, deadline, &data);
    data.trajectory.label[0] = data.trajectory.short_label[0] = call_text(call, "expected-label");
    line_draw(out, &data, &setting);
    return true;
}

/* gen:rows: value, status; one row a quarter. */
bool figure_spark(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                  struct drawing *out, struct error *err)
{
    enum { VALUE, STATUS, COLUMNS };
    static const char *const names[] = {"value", "status"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    struct chart_setting setting = call_setting(context, arena, call);
    if (!call_rows(call, "rows", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct chart_value *values = arena_array(arena, struct chart_value, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++)
        values[i] = table_chart_value(rows, i, at[VALUE], at[STATUS]);
    sparkline_draw(out, &(struct sparkline_data){values, rows->row_count}, &setting);
    return true;
}

static bool multiples_reference(struct arena *arena, const struct figure_call *call, struct multiples_data *data,
                                struct error *err)
{
    enum { PERIOD, VALUE, STATUS, COLUMNS };
    static const char *const names[] = {"period", "value", "status"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    if (!call_rows(call, "reference", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct chart_value *values = arena_array(arena, struct chart_value, data->quarter_count);
    for (size_t i = 0; i < rows->row_count; i++) {
        int quarter = call_period(table_text(arena, rows, i, at[PERIOD])).index - data->first.index;
        if (quarter >= 0 && (size_t)quarter < data->quarter_count)
            values[quarter] = table_chart_value(rows, i, at[VALUE], at[STATUS]);
    }
    data->reference = values;
    return true;
}

/* gen:rows as cross.h says, columns are quarters; gen:rows-reference: period, value, status of the line that all panels
 * share. */
bool figure_multiples(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      struct drawing *out, struct error *err)
{
    struct chart_setting setting = call_setting(context, arena, call);
    struct multiples_data data = {.unit = call_unit(call),
                                  .own_label = call_text(call, "own-label"),
                                  .reference_label = call_text(call, "reference-label"),
                                  .empty_label = call_text(call, "empty")};
    struct cross cross;
    if (!(call_words(call, &data.words, err) && call_number(call, "target", &data.target, err) &&
          cross_read_periods(context, arena, call, &cross, &data.first, err)))
        return false;
    data.quarter_count = cross.column_count;
    if (call_has_rows(call, "reference") && !multiples_reference(arena, call, &data, err))
        return false;
    struct multiples_panel *panels = arena_array(arena, struct multiples_panel, cross.row_count);
    for (size_t i = 0; i < cross.row_count; i++)
        panels[i] =
            (struct multiples_panel){cross.rows[i].name, cross.rows[i].values, call_href(arena, cross.rows[i].path),
                                     call_row_title(arena, call, cross.rows[i].name, STR(""))};
    data.panels = panels;
    data.count = cross.row_count;
    data.target_label = call_labelled(arena, call, "target-label", data.target, data.unit, context->language);
    multiples_draw(out, &data, &setting);
    return true;
}
