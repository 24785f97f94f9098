#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/sql/sql.h"

enum column { ENTITY_KIND, ENTITY_CODE, PERIOD_CODE, BREAKDOWN, VALUE, NUMERATOR, DENOMINATOR, COLUMNS };

static const char *const column_names[COLUMNS] = {[ENTITY_KIND] = "entity_kind",
                                                  [ENTITY_CODE] = "entity_code",
                                                  [PERIOD_CODE] = "period_code",
                                                  [BREAKDOWN] = "breakdown",
                                                  [VALUE] = "value",
                                                  [NUMERATOR] = "numerator",
                                                  [DENOMINATOR] = "denominator"};

struct result { /* rows of COLUMNS values, in the arena */
    struct value *values;
    size_t count, capacity; /* rows */
};

static bool prepare(struct db *db, const char *name, struct query **out_query, struct error *err)
{
    return query_prepare(db, name, sql_text(name), out_query, err);
}

static bool is_share(const struct added_indicator *indicator)
{
    return str_equal(indicator->unit, STR("percent"));
}

/* ---- The catalogue ---- */

static bool is_known(struct db *db, struct str code, bool *out_known, struct error *err)
{
    struct query *query = NULL;
    bool row = false;
    bool ok = prepare(db, "target_known", &query, err);
    if (ok) {
        query_bind(query, query_parameter(query, "indicator_code"), VALUE_OF_TEXT(code));
        query_bind(query, query_parameter(query, "kind"), VALUE_OF_TEXT(STR("country")));
        query_bind(query, query_parameter(query, "code"), VALUE_OF_TEXT(STR("FR")));
        ok = query_step(query, &row, err);
        *out_known = ok && query_column(query, 0).integer == 1;
    }
    query_free(query);
    return ok;
}

static struct value text_or_null(struct str text)
{
    return text.len == 0 ? VALUE_OF_NULL : VALUE_OF_TEXT(text);
}

static bool write_indicator(struct db *db, const struct added_indicator *i, struct error *err)
{
    const struct value values[] = {
        VALUE_OF_TEXT(i->code),       VALUE_OF_TEXT(i->periodicity), VALUE_OF_TEXT(i->label),
        VALUE_OF_TEXT(i->label_en),   VALUE_OF_TEXT(i->short_label), VALUE_OF_TEXT(i->unit),
        VALUE_OF_INT(i->decimals),    VALUE_OF_TEXT(i->direction),   VALUE_OF_TEXT(i->definition),
        text_or_null(i->numerator),   text_or_null(i->denominator),  VALUE_OF_TEXT(i->scope),
        VALUE_OF_TEXT(i->unknown),    VALUE_OF_TEXT(i->source),      VALUE_OF_TEXT(i->notes),
        VALUE_OF_INT(i->is_personal),
    };
    struct query *query = NULL;
    bool known = false;
    bool ok = is_known(db, i->code, &known, err) &&
              (!known || error_set(err, ERROR_INPUT, "%.*s:1:1: the catalogue has an indicator %.*s already",
                                   STR_ARGS(i->name), STR_ARGS(i->code))) &&
              prepare(db, "added/indicator", &query, err);
    for (size_t v = 0; ok && v < sizeof values / sizeof *values; v++) {
        query_bind(query, (int)v + 1, values[v]);
    }
    ok = ok && query_execute(query, err);
    query_free(query);
    return ok;
}

/* ---- The query ---- */

/* The index of each column in the result, -1 when it has none. */
static bool find_columns(const struct added_indicator *indicator, const struct query *query, int *out_places,
                         struct error *err)
{
    for (int c = 0; c < COLUMNS; c++) {
        out_places[c] = -1;
    }
    for (int i = 0; i < query_columns(query); i++) {
        for (int c = 0; c < COLUMNS; c++) {
            if (str_equal(query_column_name(query, i), str_from(column_names[c]))) {
                out_places[c] = i;
            }
        }
    }
    for (int c = 0; c < COLUMNS; c++) {
        bool is_needed = c <= PERIOD_CODE || (is_share(indicator) ? c >= NUMERATOR : c == VALUE);
        if (is_needed && out_places[c] < 0) {
            return error_set(err, ERROR_INPUT,
                             "%.*s:1:1: no column \"%s\"; expected entity_kind, entity_code, period_code, %s, and "
                             "breakdown if there is one",
                             STR_ARGS(indicator->name), column_names[c],
                             is_share(indicator) ? "numerator, denominator" : "value");
        }
    }
    return true;
}

static void keep_row(struct arena *arena, struct result *result, const struct query *query, const int *places)
{
    size_t size = COLUMNS * sizeof *result->values;
    result->values = arena_room(arena, result->values, result->count, &result->capacity, size);
    struct value *row = result->values + COLUMNS * result->count++;
    for (int c = 0; c < COLUMNS; c++) {
        row[c] = places[c] < 0 ? VALUE_OF_NULL : query_column(query, places[c]);
        row[c].text = row[c].type == VALUE_TEXT ? str_copy(arena, row[c].text) : row[c].text;
    }
}

/* All rows before any is written: the query may read the table that they go to. */
static bool read_result(struct db *db, struct arena *arena, const struct added_indicator *indicator, struct result *out,
                        struct error *err)
{
    struct query *query = NULL;
    int places[COLUMNS];
    bool row = false;
    bool ok = query_prepare_foreign(db, str_text(arena, indicator->name), indicator->sql, &query, err) &&
              find_columns(indicator, query, places, err);
    while (ok && (ok = query_step(query, &row, err)) && row) {
        keep_row(arena, out, query, places);
    }
    query_free(query);
    return ok;
}

static bool write_result(struct db *db, const struct result *result, struct error *err)
{
    struct query *query = NULL;
    bool ok = prepare(db, "added/row", &query, err);
    for (size_t i = 0; ok && i < result->count; i++) {
        query_bind(query, 1, VALUE_OF_INT((int64_t)i + 1));
        for (int c = 0; c < COLUMNS; c++) {
            query_bind(query, c + 2, result->values[COLUMNS * i + (size_t)c]);
        }
        ok = query_execute(query, err);
    }
    query_free(query);
    return ok;
}

/* ---- Checking and publishing ---- */

static const char *expected_instead(struct str fault)
{
    static const struct {
        const char *fault, *expected;
    } expectations[] = {
        {"entity", "no such territory; expected country FR, a region or a department, or ND"},
        {"period", "no such quarter is published"},
        {"breakdown", "no such breakdown; the table breakdown lists them"},
        {"twice", "the same figure twice"},
        {"number", "not a number"},
        {"whole", "expected two whole numbers, or two NULL"},
        {"negative", "less than 0"},
        {"order", "more than its denominator"},
        {"base", "persons that are no multiple of the rounding base: what is made of protected counts by sums is one"},
    };
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        if (str_equal(fault, str_from(expectations[i].fault))) {
            return expectations[i].expected;
        }
    }
    return "not publishable";
}

static bool check_result(struct db *db, const struct added_indicator *indicator, struct error *err)
{
    struct query *query = NULL;
    bool row = false;
    bool ok = prepare(db, "added/fault", &query, err);
    if (ok) {
        query_bind(query, 1, VALUE_OF_TEXT(indicator->code));
        ok = query_step(query, &row, err);
    }
    if (ok && row) {
        struct str found = query_column(query, 2).text;
        ok = error_set(err, ERROR_INPUT, "%.*s: row %lld of its result: %.*s: %s", STR_ARGS(indicator->name),
                       (long long)query_column(query, 0).integer, STR_ARGS(found),
                       expected_instead(query_column(query, 1).text));
    }
    query_free(query);
    return ok;
}

static bool write_observations(struct db *db, const struct added_indicator *indicator, struct error *err)
{
    struct query *query = NULL;
    int64_t scale = 1;
    for (int i = 0; i < indicator->decimals; i++) {
        scale *= 10;
    }
    bool ok = prepare(db, "added/observation", &query, err);
    if (ok) {
        query_bind(query, query_parameter(query, "indicator_code"), VALUE_OF_TEXT(indicator->code));
        query_bind(query, query_parameter(query, "scale"), VALUE_OF_INT(scale));
        ok = query_execute(query, err);
    }
    query_free(query);
    return ok;
}

static bool add_one(struct db *db, struct arena *arena, const struct added_indicator *indicator, struct error *err)
{
    struct result result = {NULL, 0, 0};
    return write_indicator(db, indicator, err) && read_result(db, arena, indicator, &result, err) &&
           write_result(db, &result, err) && check_result(db, indicator, err) &&
           write_observations(db, indicator, err) && db_run(db, "added/clear", sql_text("added/clear"), err);
}

bool indicator_add(struct db *db, const struct added_indicator *indicators, size_t count, struct error *err)
{
    bool ok = count == 0 || db_run(db, "prepare/added", sql_text("prepare/added"), err);
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; ok && i < count; i++) {
        ok = add_one(db, &arena, &indicators[i], err);
    }
    arena_clear(&arena);
    return ok && (count == 0 || db_run(db, "update/since", sql_text("update/since"), err));
}
