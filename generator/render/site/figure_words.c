/* Sentences about the rows of a figure: gen:figure="words", and the alternative text of charts that name a subject. */
#include "figure_words.h"

#include <math.h>

#include "figure_setting.h"
#include "gencarto/base/text.h"

static bool unit_of(const struct figure_call *call, enum words_unit *out_unit, struct error *err)
{
    struct str unit = call_text(call, "unit");
    if (unit.len == 0)
        *out_unit = str_equal(call_text(call, "percent"), STR("1")) ? WORDS_PERCENT : WORDS_NUMBER;
    else if (str_equal(unit, STR("percent")))
        *out_unit = WORDS_PERCENT;
    else if (str_equal(unit, STR("euros")))
        *out_unit = WORDS_EUROS;
    else
        *out_unit = WORDS_NUMBER;
    return call_need(call, "subject", &unit, err);
}

static bool subject_of(const struct figure_call *call, struct words_subject *out_subject, struct error *err)
{
    struct words_subject subject = {.code = call_text(call, "subject"), .decimals = call_unit(call).decimals};
    struct chart_value target, base, noise;
    if (!(unit_of(call, &subject.unit, err) && call_number(call, "target", &target, err) &&
          call_number(call, "base", &base, err) && call_number(call, "noise", &noise, err)))
        return false;
    if (subject.unit == WORDS_PERCENT && call_text(call, "decimals").len == 0)
        subject.decimals = 1;
    struct str flow = call_text(call, "flow");
    subject.is_flow = str_equal(flow, STR("1")) || str_equal(flow, STR("flow"));
    subject.has_target = target.present;
    subject.target = target.value;
    subject.rounding_base = base.value;
    subject.noise = noise.value;
    *out_subject = subject;
    return true;
}

/* The column's index; the number of columns when the query gives none. */
static size_t find_column(const struct figure_table *rows, const char *name)
{
    size_t column = 0;
    while (column < rows->column_count && !str_equal(rows->columns[column], str_from(name)))
        column++;
    return column;
}

static bool has_column(const struct figure_table *rows, const char *name)
{
    return find_column(rows, name) < rows->column_count;
}

static struct words_value value_of(const struct figure_table *rows, size_t row, size_t value, size_t status)
{
    struct chart_value read = table_chart_value(rows, row, value, status);
    size_t denominator = find_column(rows, "denominator");
    struct words_value result = {read.present, read.value, read.status, 0};
    if (denominator < rows->column_count && !isnan(table_number(rows, row, denominator)))
        result.denominator = table_number(rows, row, denominator);
    return result;
}

static bool say_series(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                       const struct figure_table *rows, enum words_form form, struct str *out_text, struct error *err)
{
    enum { PERIOD, VALUE, STATUS, COLUMNS };
    static const char *const names[] = {"period", "value", "status"};
    size_t at[COLUMNS];
    struct words_series series = {.where = call_text(call, "where"), .count = rows->row_count};
    if (!subject_of(call, &series.subject, err) || !call_columns(call, rows, names, COLUMNS, at, err))
        return false;
    struct words_point *points = arena_array(arena, struct words_point, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++)
        points[i] = (struct words_point){call_period(table_text(arena, rows, i, at[PERIOD])),
                                         value_of(rows, i, at[VALUE], at[STATUS])};
    series.points = points;
    return words_series_say(context->words, form, &series, arena, out_text, err);
}

/* Of rows with a column "column" (quarters, sexes), those of the last one are told. */
static bool is_told(struct arena *arena, const struct figure_table *rows, size_t row)
{
    size_t column = find_column(rows, "column");
    return column == rows->column_count ||
           str_equal(table_text(arena, rows, row, column), table_text(arena, rows, rows->row_count - 1, column));
}

static bool say_ranking(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                        const struct figure_table *rows, enum words_form form, struct str *out_text, struct error *err)
{
    enum { LABEL, VALUE, STATUS, COLUMNS };
    static const char *const names[] = {"label", "value", "status"};
    size_t at[COLUMNS], where = find_column(rows, "name_locative");
    struct words_ranking ranking = {.by = call_text(call, "by"), .period = call_period(call_text(call, "period"))};
    struct chart_value reference;
    if (!(subject_of(call, &ranking.subject, err) && call_number(call, "reference", &reference, err) &&
          call_columns(call, rows, names, COLUMNS, at, err)))
        return false;
    if (ranking.period.index == 0)
        return call_error(call, err, "it wants gen:period, the quarter of its values");
    struct words_place *places = arena_array(arena, struct words_place, rows->row_count);
    for (size_t i = 0; i < rows->row_count; i++)
        if (is_told(arena, rows, i))
            places[ranking.count++] =
                (struct words_place){table_text(arena, rows, i, at[LABEL]),
                                     where < rows->column_count ? table_text(arena, rows, i, where) : STR(""),
                                     value_of(rows, i, at[VALUE], at[STATUS])};
    ranking.places = places;
    ranking.reference = (struct words_value){.present = reference.present, .value = reference.value};
    return words_ranking_say(context->words, form, &ranking, arena, out_text, err);
}

bool figure_say(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                enum words_form form, struct str *out_text, struct error *err)
{
    const struct figure_table *rows = NULL;
    if (!context->words)
        return call_error(call, err, "the templates have no catalogue/words.%s.xml", language_code(context->language));
    if (!call_rows(call, "rows", &rows, err))
        return false;
    return (has_column(rows, "period") ? say_series : say_ranking)(context, arena, call, rows, form, out_text, err);
}

bool figure_words(void *context, struct arena *arena, const struct figure_call *call, struct buf *out,
                  struct error *err)
{
    enum words_form form;
    struct str name, text;
    if (!call_need(call, "say", &name, err))
        return false;
    if (!words_form_parse(name, &form))
        return call_error(call, err, "gen:say is \"%.*s\"; known: title, description, reading, alternative",
                          STR_ARGS(name));
    if (!figure_say(context, arena, call, form, &text, err))
        return false;
    text_write_escaped(out, text);
    return true;
}
