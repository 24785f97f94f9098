/* Every .sql file says what it is for, and is valid on the schema. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/db/rows.h"
#include "gencarto/sql/sql.h"

static struct arena arena;
static struct error err;
static struct db *db;
static const struct row_list no_rows = {.columns = 7};

/* Run, not prepared: scripts of several statements, in an order that works on an empty file. */
static const char *const scripts[] = {
    "schema/observation", "schema/register", "schema/forecast",    "schema/release",       "schema/suppression",
    "schema/views",       "catalogue",       "published",          "prepare/target_point", "prepare/target_path",
    "prepare/in_force",   "prepare/trait",   "prepare/stock_flow", "prepare/share",        "prepare/share_count",
    "insert/revised",     "prepare/added",
};

static bool is_script(struct str name)
{
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        if (str_equal(name, str_from(scripts[i]))) {
            return true;
        }
    }
    return str_starts(name, STR("schema/"));
}

/* geo/ belongs to the maps: not about this schema. Catalogues in XML are no SQL. */
static bool is_ours(struct str name)
{
    return !str_starts(name, STR("geo/")) && !str_ends(name, STR(".xml"));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    assert_true(db_open(NULL, DB_MEMORY, &db, &err));
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        if (!db_run(db, scripts[i], sql_text(scripts[i]), &err)) {
            fail_msg("%s", err.message);
        }
    }
    assert_true(db_add_rows(db, "count_row",
                            "entity_kind, entity_code, indicator_code, period_code, breakdown, value, status", &no_rows,
                            &err));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    db_close(db);
    arena_clear(&arena);
    return 0;
}

/* The lines before the first that is no comment. */
static struct str comment_of(struct str sql)
{
    size_t end = 0;
    while (end < sql.len && str_starts(str_slice(sql, end, sql.len), STR("--"))) {
        end = str_index(sql, '\n', end) + 1;
    }
    return str_slice(sql, 0, end);
}

static bool says(struct str comment, struct str word)
{
    for (size_t at = str_find(comment, word, 0); at < comment.len; at = str_find(comment, word, at + 1)) {
        bool starts = at == 0 || (!isalnum((unsigned char)comment.ptr[at - 1]) && comment.ptr[at - 1] != '_');
        size_t after = at + word.len;
        bool ends = after >= comment.len || (!isalnum((unsigned char)comment.ptr[after]) && comment.ptr[after] != '_');
        if (starts && ends) {
            return true;
        }
    }
    return false;
}

static void every_file_begins_with_what_it_is_for(void **state)
{
    (void)state;
    size_t count;
    const struct sql_file *files = sql_files(&count);
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(files[i].name, STR(".xml")) && comment_of(files[i].text).len < 30) {
            fail_msg("%.*s: no leading comment", STR_ARGS(files[i].name));
        }
    }
}

static void every_query_is_valid_on_the_schema(void **state)
{
    (void)state;
    size_t count;
    const struct sql_file *files = sql_files(&count);
    int prepared = 0;
    for (size_t i = 0; i < count; i++) {
        struct query *query = NULL;
        if (!is_ours(files[i].name) || is_script(files[i].name)) {
            continue;
        }
        if (!query_prepare(db, str_text(&arena, files[i].name), files[i].text, &query, &err)) {
            fail_msg("%s", err.message);
        }
        query_free(query);
        prepared++;
    }
    assert_true(prepared > 30);
}

static void parameters_and_columns_are_those_that_the_comment_names(void **state)
{
    (void)state;
    size_t count;
    const struct sql_file *files = sql_files(&count);
    for (size_t i = 0; i < count; i++) {
        struct query *query = NULL;
        if (!is_ours(files[i].name) || is_script(files[i].name)) {
            continue;
        }
        struct str comment = comment_of(files[i].text);
        bool by_table = says(comment, STR("in their")); /* "the columns of `site` in their order" */
        assert_true(query_prepare(db, str_text(&arena, files[i].name), files[i].text, &query, &err));
        if (query_parameters(query) == 0 && !says(comment, STR("No parameter"))) {
            fail_msg("%.*s: the comment does not say \"No parameter\"", STR_ARGS(files[i].name));
        }
        for (int p = 1; !by_table && p <= query_parameters(query); p++) {
            struct str name = query_parameter_name(query, p);
            if (!says(comment, name)) {
                fail_msg("%.*s: parameter %.*s is not in the comment", STR_ARGS(files[i].name), STR_ARGS(name));
            }
        }
        for (int c = 0; c < query_columns(query); c++) {
            struct str name = query_column_name(query, c);
            if (!says(comment, name)) {
                fail_msg("%.*s: column %.*s is not in the comment", STR_ARGS(files[i].name), STR_ARGS(name));
            }
        }
        query_free(query);
    }
}

static void every_derived_indicator_is_in_the_catalogue_and_has_its_query(void **state)
{
    (void)state;
    size_t count;
    const struct sql_file *files = sql_files(&count);
    struct query *measure = NULL;
    /* A file computes the measure of its name, or those whose names begin with it. */
    assert_true(query_prepare(db, "measures",
                              STR("SELECT count(DISTINCT measure) FROM indicator WHERE measure = ?1 OR measure LIKE ?1 "
                                  "|| '\\_%' ESCAPE '\\'"),
                              &measure, &err));
    int derived = 0; /* of no count; amounts of bursaries are made of one */
    for (size_t i = 0; i < count; i++) {
        bool row = false;
        if (!str_starts(files[i].name, STR("indicator/"))) {
            continue;
        }
        query_bind(measure, 1, VALUE_OF_TEXT(str_slice(files[i].name, 10, files[i].name.len)));
        assert_true(query_step(measure, &row, &err));
        int measures = (int)query_column(measure, 0).integer;
        if (measures == 0) {
            fail_msg("%.*s: not in the catalogue", STR_ARGS(files[i].name));
        }
        query_reset(measure);
        derived += str_equal(files[i].name, STR("indicator/bourses_montant")) ? 0 : measures;
    }
    query_free(measure);
    struct query *others = NULL;
    assert_true(query_prepare(db, "others",
                              STR("SELECT count(DISTINCT measure) FROM indicator WHERE measure NOT IN "
                                  "(SELECT measure FROM published)"),
                              &others, &err));
    bool row = false;
    assert_true(query_step(others, &row, &err));
    assert_int_equal(query_column(others, 0).integer, derived);
    query_free(others);
}

/* French typography: no plain space before : ; % or inside guillemets, no straight apostrophe. */
static void texts_of_the_catalogue_are_well_set(void **state)
{
    (void)state;
    struct query *query = NULL;
    bool row = false;
    assert_true(query_prepare(db, "texts",
                              STR("SELECT code, label || short_label || definition || coalesce(numerator, '') || "
                                  "coalesce(denominator, '') || scope || unknown || source || notes FROM indicator"),
                              &query, &err));
    static const struct str faults[] = {STR_INIT(" :"), STR_INIT(" ;"), STR_INIT(" %"), STR_INIT("« "),
                                        STR_INIT(" »"), STR_INIT("'"),  STR_INIT("  ")};
    while (query_step(query, &row, &err) && row) {
        struct str code = query_column(query, 0).text;
        struct str text = query_column(query, 1).text;
        for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
            if (str_find(text, faults[i], 0) < text.len) {
                fail_msg("%.*s: \"%.*s\" in its texts", STR_ARGS(code), STR_ARGS(faults[i]));
            }
        }
    }
    query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_begins_with_what_it_is_for),
        cmocka_unit_test_setup_teardown(every_query_is_valid_on_the_schema, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parameters_and_columns_are_those_that_the_comment_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_derived_indicator_is_in_the_catalogue_and_has_its_query, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(texts_of_the_catalogue_are_well_set, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
