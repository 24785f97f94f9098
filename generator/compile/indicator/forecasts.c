#include "forecasts.h"

#include <math.h>

#include "gencarto/base/period.h"
#include "gencarto/compile/indicator/forecast.h"
#include "gencarto/sql/sql.h"

#define QUARTERS_LEAST 6 /* of data, for any forecast */

static const char *const method_codes[FORECAST_METHODS] = {
    [FORECAST_PACE] = "rythme", [FORECAST_TREND] = "tendance", [FORECAST_SEASON] = "saison"};

struct target { /* a row of forecast/targets.sql */
    struct str indicator, kind, code, deadline_code;
    struct period deadline;
    int64_t decimals;
    bool is_share, starts_at_zero;
    int64_t step, least;
};

/* What else is known of a quarter. */
struct known {
    double revised; /* its value now; NaN where no release revised it */
    bool is_kept;   /* what was known at its end is what was published then */
};

/* The last quarters in a row that have a value. */
struct series {
    struct period first;       /* quarter of the first value, not of the zero before it */
    const double *values;      /* count of them, after `before` zeros */
    const struct known *known; /* of the quarters alone, as what follows */
    const double *sizes;
    int quarters; /* of data */
    int before;   /* 1: values[0] is the zero before the first quarter */
};

struct writer {
    struct db *db;
    struct arena *arena;
    struct query *series, *forecast, *method, *record;
};

struct tally { /* of the earlier forecasts whose quarter has come */
    int64_t tried, covered, kept;
    double error; /* sum */
};

/* ---- Reading ---- */

static struct target read_target(struct arena *arena, struct query *query)
{
    struct target target = {
        .indicator = str_copy(arena, query_column(query, 0).text),
        .kind = str_copy(arena, query_column(query, 1).text),
        .code = str_copy(arena, query_column(query, 2).text),
        .deadline_code = str_copy(arena, query_column(query, 3).text),
        .decimals = query_column(query, 4).integer,
        .is_share = query_column(query, 5).integer == 1,
        .starts_at_zero = query_column(query, 6).integer == 1,
        .step = query_column(query, 7).integer,
        .least = query_column(query, 8).integer,
    };
    period_parse(target.deadline_code, &target.deadline);
    return target;
}

/* A quarter without a value begins the series anew; so does the end of the values before the last quarter. */
static bool read_series(struct writer *w, const struct target *target, struct series *out, struct error *err)
{
    struct query *query = w->series;
    query_bind(query, query_parameter(query, "entity_kind"), VALUE_OF_TEXT(target->kind));
    query_bind(query, query_parameter(query, "entity_code"), VALUE_OF_TEXT(target->code));
    query_bind(query, query_parameter(query, "indicator_code"), VALUE_OF_TEXT(target->indicator));
    double *values = NULL, *sizes = NULL;
    struct known *known = NULL;
    int capacity = 0, quarters = 0, rows = 0;
    struct period first = {0};
    bool row = false, ok;
    while ((ok = query_step(query, &row, err)) && row) {
        struct value value = query_column(query, 1);
        if (quarters + 1 >= capacity) {
            int more = capacity == 0 ? 16 : capacity * 2;
            values = arena_grow(w->arena, values, (size_t)capacity * sizeof *values, (size_t)more * sizeof *values);
            sizes = arena_grow(w->arena, sizes, (size_t)capacity * sizeof *sizes, (size_t)more * sizeof *sizes);
            known = arena_grow(w->arena, known, (size_t)capacity * sizeof *known, (size_t)more * sizeof *known);
            capacity = more;
        }
        bool is_known = value_is_number(value) && value_is_number(query_column(query, 2));
        if (quarters == 0) {
            period_parse(query_column(query, 0).text, &first);
            values[0] = 0;
        }
        if (is_known) {
            values[1 + quarters] = value_number(value);
            sizes[quarters] = value_number(query_column(query, 2));
            struct value revised = query_column(query, 3);
            known[quarters] = (struct known){value_is_number(revised) ? value_number(revised) : NAN,
                                             query_column(query, 4).integer == 1};
        }
        quarters = is_known ? quarters + 1 : 0;
        rows++;
    }
    query_reset(query);
    /* What was 0 before the first quarter of all is not known to be so before a later one. */
    int before = target->starts_at_zero && quarters == rows;
    *out = (struct series){first, quarters == 0 ? NULL : values + 1 - before, known, sizes, quarters, before};
    return ok;
}

/* ---- Writing ---- */

static struct str period_code(struct arena *arena, struct period period)
{
    struct buf out;
    buf_init(&out, arena);
    period_write(&out, period);
    return buf_str(&out);
}

static void bind_target(struct query *query, const struct target *target)
{
    query_bind(query, 1, VALUE_OF_TEXT(target->indicator));
    query_bind(query, 2, VALUE_OF_TEXT(target->kind));
    query_bind(query, 3, VALUE_OF_TEXT(target->code));
    query_bind(query, 4, VALUE_OF_TEXT(target->deadline_code));
}

/* What a figure is a multiple of, at least. */
static double figure_unit(const struct target *target)
{
    double unit = 1;
    for (int64_t i = 0; i < target->decimals; i++) {
        unit *= 10;
    }
    return target->step > 0 ? (double)target->step : 1 / unit;
}

/* Multiplied where it can be, so that a tenth stays the nearest number to a tenth. */
static double round_figure(const struct target *target, double value, double (*rounding)(double))
{
    double unit = figure_unit(target);
    return unit < 1 ? rounding(value * round(1 / unit)) / round(1 / unit) : rounding(value / unit) * unit;
}

/* A cumulative count does not go back, and a share stays within 0 and 100. */
static double bounded(const struct target *target, double value, double last)
{
    double least = target->starts_at_zero ? last : 0;
    value = value < least ? least : value;
    return target->is_share && value > 100 ? 100 : value;
}

/* Rounded outwards, and never narrower than the figures themselves. */
static struct forecast_point figure_point(const struct target *target, struct forecast_point point, double last)
{
    double unit = figure_unit(target);
    double low = point.value - point.low < unit ? point.value - unit : point.low;
    double high = point.high - point.value < unit ? point.value + unit : point.high;
    return (struct forecast_point){
        round_figure(target, bounded(target, point.value, last), round),
        round_figure(target, bounded(target, low, last), floor),
        round_figure(target, bounded(target, high, last), ceil),
    };
}

static void count_result(struct tally *tally, struct forecast_point point, double actual, bool is_kept)
{
    tally->tried++;
    tally->kept += is_kept;
    tally->covered += point.low <= actual && actual <= point.high;
    tally->error += actual > point.value ? actual - point.value : point.value - actual;
}

/* One forecast of the quarter `place` of the series, which may be beyond its end. */
static bool write_forecast(struct writer *w, const struct series *series, int place, struct forecast_point point,
                           struct error *err)
{
    bool has_come = place < series->quarters;
    double revised = has_come ? series->known[place].revised : NAN;
    struct period period = {series->first.index + place};
    query_bind(w->forecast, 6, VALUE_OF_TEXT(period_code(w->arena, period)));
    query_bind(w->forecast, 8, VALUE_OF_REAL(point.value));
    query_bind(w->forecast, 9, VALUE_OF_REAL(point.low));
    query_bind(w->forecast, 10, VALUE_OF_REAL(point.high));
    query_bind(w->forecast, 11, has_come ? VALUE_OF_REAL(series->values[series->before + place]) : VALUE_OF_NULL);
    query_bind(w->forecast, 12, isnan(revised) ? VALUE_OF_NULL : VALUE_OF_REAL(revised));
    return query_execute(w->forecast, err);
}

/* The forecasts that the end of quarter `known` (how many quarters are known) makes, to the deadline. */
static bool write_origin(struct writer *w, const struct target *target, const struct series *series, int known,
                         struct tally *tally, struct error *err)
{
    int count = known + series->before;
    struct period origin = {series->first.index + known - 1};
    int horizon = target->deadline.index - origin.index;
    double last = series->values[count - 1];
    struct forecast_trial trials[FORECAST_METHODS];
    enum forecast_method method = forecast_choose(series->values, count, trials);
    struct forecast_point *points = arena_array(w->arena, struct forecast_point, (size_t)horizon);
    bool ok = true;
    if (!forecast_make(method, series->values, count, horizon, points)) {
        return true;
    }
    bind_target(w->forecast, target);
    query_bind(w->forecast, 5, VALUE_OF_TEXT(period_code(w->arena, origin)));
    query_bind(w->forecast, 7, VALUE_OF_TEXT(str_from(method_codes[method])));
    bool is_kept = series->known[known - 1].is_kept;
    query_bind(w->forecast, 13, VALUE_OF_TEXT(is_kept ? STR("publiee") : STR("refaite")));
    for (int h = 1; ok && h <= horizon; h++) {
        struct forecast_point point = figure_point(target, points[h - 1], last);
        if (known + h <= series->quarters) {
            count_result(tally, point, series->values[count - 1 + h], is_kept);
        }
        ok = write_forecast(w, series, known + h - 1, point, err);
    }
    return ok;
}

static bool write_methods(struct writer *w, const struct target *target, const struct series *series, struct error *err)
{
    struct forecast_trial trials[FORECAST_METHODS];
    enum forecast_method chosen = forecast_choose(series->values, series->quarters + series->before, trials);
    bind_target(w->method, target);
    bool ok = true;
    for (unsigned m = 0; ok && m < FORECAST_METHODS; m++) {
        query_bind(w->method, 5, VALUE_OF_TEXT(str_from(method_codes[m])));
        query_bind(w->method, 6, VALUE_OF_INT(trials[m].origins));
        query_bind(w->method, 7,
                   trials[m].origins > 0 ? VALUE_OF_REAL(round(trials[m].mean_error * 100) / 100) : VALUE_OF_NULL);
        query_bind(w->method, 8, VALUE_OF_INT(m == (unsigned)chosen));
        ok = query_execute(w->method, err);
    }
    return ok;
}

static const char *state_of(const struct target *target, const struct series *series)
{
    int last = series->first.index + series->quarters - 1;
    return series->quarters == 0                                         ? "lacunaire"
           : last >= target->deadline.index                              ? "echue"
           : series->quarters < QUARTERS_LEAST                           ? "courte"
           : series->sizes[series->quarters - 1] < (double)target->least ? "petite"
                                                                         : "prevue";
}

static bool write_record(struct writer *w, const struct target *target, const struct series *series,
                         const struct tally *tally, struct error *err)
{
    bind_target(w->record, target);
    query_bind(w->record, 5, VALUE_OF_TEXT(str_from(state_of(target, series))));
    query_bind(w->record, 6, VALUE_OF_INT(series->quarters));
    query_bind(w->record, 7, VALUE_OF_INT(tally->tried));
    query_bind(w->record, 8, VALUE_OF_INT(tally->covered));
    query_bind(w->record, 9, VALUE_OF_INT(tally->kept));
    query_bind(w->record, 10,
               tally->tried > 0 ? VALUE_OF_REAL(round(tally->error / (double)tally->tried * 100) / 100)
                                : VALUE_OF_NULL);
    return query_execute(w->record, err);
}

static bool write_target(struct writer *w, const struct target *target, struct error *err)
{
    struct series series;
    struct tally tally = {0};
    if (!read_series(w, target, &series, err)) {
        return false;
    }
    bool ok = series.quarters < QUARTERS_LEAST || write_methods(w, target, &series, err);
    for (int known = QUARTERS_LEAST; ok && known <= series.quarters; known++) {
        bool is_before = series.first.index + known - 1 < target->deadline.index;
        if (is_before && series.sizes[known - 1] >= (double)target->least) {
            ok = write_origin(w, target, &series, known, &tally, err);
        }
    }
    return ok && write_record(w, target, &series, &tally, err);
}

static bool prepare(struct db *db, const char *name, struct query **out_query, struct error *err)
{
    return query_prepare(db, name, sql_text(name), out_query, err);
}

bool forecasts_write(struct db *db, struct error *err)
{
    struct arena arena;
    struct writer w = {.db = db, .arena = &arena};
    struct query *targets = NULL;
    arena_init(&arena);
    bool row = false;
    bool ok = prepare(db, "forecast/targets", &targets, err) && prepare(db, "forecast/series", &w.series, err) &&
              prepare(db, "insert/forecast", &w.forecast, err) &&
              prepare(db, "insert/forecast_method", &w.method, err) &&
              prepare(db, "insert/forecast_record", &w.record, err);
    while (ok && (ok = query_step(targets, &row, err)) && row) {
        struct target target = read_target(&arena, targets);
        ok = write_target(&w, &target, err);
    }
    query_free(targets);
    query_free(w.series);
    query_free(w.forecast);
    query_free(w.method);
    query_free(w.record);
    arena_clear(&arena);
    return ok;
}
