#include "figure.h"

#include <math.h>

#include "gencarto/render/chart/bars.h"
#include "gencarto/render/chart/bullet.h"
#include "gencarto/render/chart/icon.h"
#include "gencarto/render/chart/line.h"
#include "gencarto/render/chart/sparkline.h"
#include "gencarto/render/chart/stack.h"
#include "gencarto/render/chart/strip.h"

static struct chart_setting setting_of(const struct figure_context *context, struct arena *arena,
                                       const struct figure_call *call)
{
    struct str layout = call_text(call, "layout");
    return (struct chart_setting){
        .arena = arena,
        .theme = context->theme,
        .size = str_equal(layout, STR("narrow")) ? CHART_NARROW
                : str_equal(layout, STR("slim")) ? CHART_SLIM
                                                 : CHART_WIDE,
        .language = context->language,
    };
}

/* gen:percent="1": shares, with one decimal. */
static struct chart_unit unit_of(const struct figure_call *call)
{
    bool percent = str_equal(call_text(call, "percent"), STR("1"));
    return (struct chart_unit){percent ? QUANTITY_PERCENT : QUANTITY_NUMBER, percent ? 1 : 0};
}

static struct str number_text(struct arena *arena, struct chart_value value, struct chart_unit unit,
                              enum language language)
{
    struct buf text;
    buf_init(&text, arena);
    int decimals = value.value == floor(value.value) ? 0 : unit.decimals;
    if (unit.quantity == QUANTITY_PERCENT)
        typography_percent(&text, value.value, decimals, language);
    else
        typography_number(&text, value.value, decimals, language);
    return buf_str(&text);
}

/* The pattern "cible {}" with the value in it; empty without a value. */
static struct str labelled(struct arena *arena, const struct figure_call *call, const char *pattern,
                           struct chart_value value, struct chart_unit unit, enum language language)
{
    if (!value.present)
        return STR("");
    return call_pattern(arena, call, pattern, number_text(arena, value, unit, language), STR(""));
}

bool figure_bullet(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = setting_of(context, arena, call);
    struct bullet_data data = {.unit = unit_of(call), .absent_label = call_text(call, "absent")};
    if (!(call_number(call, "value", &data.value, err) && call_number(call, "before", &data.previous, err) &&
          call_number(call, "target", &data.target, err)))
        return false;
    data.value.cell = call_text(call, "cell");
    data.target_label = labelled(arena, call, "target-label", data.target, data.unit, context->language);
    bullet_draw(out, &data, &setting);
    return true;
}

static struct period period_of(struct str code)
{
    struct period period = {0};
    period_parse(code, &period);
    return period;
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
        struct period period = period_of(table_text(arena, rows, i, at[PERIOD]));
        points[i] = (struct line_point){.period = period, .value = table_chart_value(rows, i, at[VALUE], at[STATUS])};
        points[i].value.cell = table_text(arena, rows, i, at[CELL]);
        double way = table_number(rows, i, at[EXPECTED]);
        if (!isnan(way))
            expected[data->trajectory.count++] =
                (struct line_point){.period = period, .value = {.present = true, .value = way}};
    }
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
        struct period period = period_of(table_text(arena, rows, i, at[PERIOD]));
        if (period.index < data->first.index || period.index > data->last.index)
            continue;
        struct line_annotation *note = &annotations[data->annotation_count++];
        note->period = period;
        struct str wave = table_text(arena, rows, i, at[WAVE]);
        struct chart_value trainings = {.present = true, .value = table_number(rows, i, at[TRAININGS])};
        note->label[0] = call_pattern(arena, call, "call-label", wave, STR(""));
        note->short_label = call_pattern(arena, call, "call-short", wave, STR(""));
        note->label[1] = labelled(arena, call, "call-trainings", trainings, (struct chart_unit){QUANTITY_NUMBER, 0},
                                  context->language);
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
                                        number_text(arena, value, data->unit, context->language));
        milestones[i] =
            (struct line_milestone){period_of(table_text(arena, rows, i, at[PERIOD])), value.value, label, STR("")};
    }
    data->milestones = milestones;
    data->milestone_count = rows->row_count;
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
    data->pace.label[1] = labelled(arena, call, "pace-label", pace, data->unit, context->language);
    data->pace.short_label[0] = data->pace.label[1];
}

/* gen:start="value": the line starts at its first value, as a share or a stock does; else at 0, as a cumulative count.
 */
bool figure_trajectory(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       struct drawing *out, struct error *err)
{
    struct chart_setting setting = setting_of(context, arena, call);
    struct line_data data = {
        .unit = unit_of(call),
        .unit_label = call_text(call, "axis"),
        .quarter_prefix = call_text(call, "quarter-prefix"),
        .starts_at_zero = !str_equal(call_text(call, "start"), STR("value")),
        .end_note = call_text(call, "end-note"),
        .empty_label = call_text(call, "empty"),
    };
    struct chart_value pace;
    if (!(call_number(call, "target", &data.target, err) && call_number(call, "pace", &pace, err) &&
          line_points(arena, call, &data, err) && line_calls(context, arena, call, &data, err) &&
          line_milestones(context, arena, call, &data, err)))
        return false;
    data.target_label = labelled(arena, call, "target-label", data.target, data.unit, context->language);
    data.target_short_label = labelled(arena, call, "target-short", data.target, data.unit, context->language);
    struct period deadline = period_of(call_text(call, "deadline"));
    if (deadline.index > data.last.index)
        data.last = deadline;
    line_pace(context, arena, call, pace, deadline, &data);
    data.trajectory.label[0] = data.trajectory.short_label[0] = call_text(call, "expected-label");
    line_draw(out, &data, &setting);
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
    struct chart_setting setting = setting_of(context, arena, call);
    struct bars_data data = {.unit = unit_of(call), .empty_label = call_text(call, "none")};
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
        bars[i].href = str_format(arena, "/%.*s", STR_ARGS(table_text(arena, rows, i, at[PATH])));
        bars[i].link_title =
            call_pattern(arena, call, "row-title", bars[i].name,
                         bars[i].value.present ? number_text(arena, bars[i].value, data.unit, context->language)
                                               : bars[i].absent_label);
    }
    data.rows = bars;
    data.count = rows->row_count;
    data.target_label = labelled(arena, call, "target-label", data.target, data.unit, context->language);
    data.reference_label = labelled(arena, call, "reference-label", data.reference, data.unit, context->language);
    bars_draw(out, &data, &setting);
    out->has_links = data.count > 0;
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
    struct chart_setting setting = setting_of(context, arena, call);
    struct strip_data data = {.unit = unit_of(call), .absent_label = call_text(call, "absent")};
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

/* gen:rows: value, status; one row a quarter. */
bool figure_spark(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                  struct drawing *out, struct error *err)
{
    enum { VALUE, STATUS, COLUMNS };
    static const char *const names[] = {"value", "status"};
    const struct figure_table *rows = NULL;
    size_t at[COLUMNS];
    struct chart_setting setting = setting_of(context, arena, call);
    if (!call_rows(call, "rows", &rows, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct chart_value *values = arena_array(arena, struct chart_value, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++)
        values[i] = table_chart_value(rows, i, at[VALUE], at[STATUS]);
    sparkline_draw(out, &(struct sparkline_data){values, rows->row_count}, &setting);
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
    struct chart_setting setting = setting_of(context, arena, call);
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

bool figure_status(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = setting_of(context, arena, call);
    struct str status = call_text(call, "status");
    return icon_draw(out, status, &setting) ||
           call_error(call, err, "there is no icon for the status \"%.*s\"", STR_ARGS(status));
}

/* gen:rank: the job family's place in the vocabulary, from 1; beyond the symbols it is drawn as the last. */
bool figure_symbol(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                   struct drawing *out, struct error *err)
{
    struct chart_setting setting = setting_of(context, arena, call);
    struct chart_value rank;
    if (!call_number(call, "rank", &rank, err))
        return false;
    icon_symbol(out, rank.present ? (int)rank.value - 1 : 0, &setting);
    return true;
}
