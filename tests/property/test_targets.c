/* What shares, paces, contributions, forecasts and parts promise, on random programmes; and the worked examples of
 * tests/tables/targets.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/compile/pipeline.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"
#include "sample.h"

static struct arena arena;
static struct error err;

#define CHECK(call)                                                                                                    \
    do {                                                                                                               \
        if (!(call)) {                                                                                                 \
            fail_msg("%s", err.message);                                                                               \
        }                                                                                                              \
    } while (0)

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    err = (struct error){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* The rows of a query, values joined by "; ", rows by line feeds. */
static struct str rows_of(struct db *db, struct str sql)
{
    struct query *query = NULL;
    struct buf out;
    bool row = false;
    buf_init(&out, &arena);
    CHECK(query_prepare(db, "test", sql, &query, &err));
    while (query_step(query, &row, &err) && row) {
        buf_text(&out, out.len == 0 ? "" : "\n");
        for (int c = 0; c < query_columns(query); c++) {
            buf_text(&out, c == 0 ? "" : "; ");
            buf_add(&out, value_text(&arena, query_column(query, c)));
        }
    }
    query_free(query);
    return buf_str(&out);
}

/* ---- Random programmes ---- */

static void check_programme(struct str promises, uint64_t seed, const char *path)
{
    struct reference reference;
    struct input input;
    struct compile_summary summary;
    struct compile_options options = {0};
    struct db *db = NULL;
    struct sample_size size = {(uint32_t)(5 + seed * 6), (uint32_t)(60 + seed * 150), (uint32_t)(50 + seed * 130)};
    CHECK(reference_read(&arena, "input/reference", &reference, &err));
    sample_input(&arena, &reference, seed, size, &input);
    /* Half of them are published before the deadlines, so that there is something to foresee. */
    options.release = (struct period){seed % 2 == 0 ? 2017 * 4 + 1 : 0};
    remove(path);
    CHECK(compile_public(&arena, &input, path, &options, &summary, &err));
    CHECK(db_open(path, DB_READ, &db, &err));
    struct str broken = rows_of(db, promises);
    if (broken.len > 0) {
        fail_msg("programme %d: %s", (int)seed, str_text(&arena, broken));
    }
    db_close(db);
    remove(path);
}

static void published_figures_keep_their_promises(void **state)
{
    (void)state;
    struct str promises;
    char path[] = "/tmp/gencarto-targets-XXXXXX";
    assert_non_null(mkdtemp(path));
    const char *file = file_join(&arena, path, "public.sqlite");
    CHECK(file_read(&arena, "tests/property/targets.sql", &promises, &err));
    for (uint64_t seed = 1; seed <= 12; seed++) {
        check_programme(promises, seed, file);
    }
    remove(path);
}

/* ---- Worked examples ---- */

struct example { /* cells of a line, trimmed */
    struct str cells[7];
    int count;
};

static struct db *open_schema(void)
{
    static const char *const files[] = {"schema/observation", "schema/register", "schema/release", "schema/forecast",
                                        "schema/views"};
    struct db *db = NULL;
    CHECK(db_open(NULL, DB_MEMORY, &db, &err));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        CHECK(db_run(db, files[i], sql_text(files[i]), &err));
    }
    CHECK(indicator_catalogue(db, &err));
    return db;
}

static void run(struct db *db, struct str sql)
{
    CHECK(db_run(db, "example", sql, &err));
}

/* The programme of an example: its quarters and the values of one indicator. */
static int insert_series(struct db *db, struct str series)
{
    struct buf sql;
    struct str value;
    int quarter = 0;
    buf_init(&sql, &arena);
    while (str_split(&series, ' ', &value)) {
        const char *flag = str_equal(value, STR(".")) ? "u" : "";
        int year = 2016 + quarter / 4, rank = quarter % 4 + 1;
        buf_format(&sql,
                   "UPDATE period SET is_release = 0; INSERT INTO period VALUES ('%d-T%d', %d, %d, '%d-%02d-01', "
                   "'%d-%02d-28', %d, 0, 1); INSERT INTO observation (entity_kind, entity_code, indicator_code, "
                   "period_code, value, status) VALUES ('country', 'FR', 'fabriques', '%d-T%d', ",
                   year, rank, year, rank, year, 3 * rank - 2, year, 3 * rank, quarter + 1, year, rank);
        buf_format(&sql, flag[0] == 'u' ? "NULL, '%s');" : "%s, '');", flag[0] == 'u' ? flag : str_text(&arena, value));
        quarter++;
    }
    run(db, buf_str(&sql));
    run(db, str_format(&arena,
                       "INSERT INTO programme (id, name, short_name, tagline, description, owner, licence_name, "
                       "source_credit, accessibility_status, simulated, release_period, release_day, has_enrolments, "
                       "rounding_base, share_minimum, generator_version) SELECT 1, '', '', '', '', '', '', '', 'non', "
                       "1, code, last_day, 0, 5, 20, '' FROM period WHERE is_release = 1"));
    return quarter;
}

/* "2016-T4", or with points "2016-T4 2016-T1=10". */
static void insert_target(struct db *db, const struct example *example)
{
    struct str rest = example->cells[4], deadline, point;
    assert_true(str_split(&rest, ' ', &deadline));
    bool is_stepped = str_equal(example->cells[0], STR("steps"));
    run(db, str_format(
                &arena,
                "INSERT INTO target VALUES ('fabriques', 'country', 'FR', %.*s, '2016-T1', %.*s, '%.*s', 0, '', 1, %d)",
                STR_ARGS(example->cells[3]), STR_ARGS(example->cells[2]), STR_ARGS(deadline), is_stepped));
    CHECK(db_run(db, "point", sql_text("prepare/target_point"), &err));
    while (str_split(&rest, ' ', &point)) {
        size_t at = str_index(point, '=', 0);
        run(db, str_format(&arena,
                           "INSERT INTO target_point VALUES ('fabriques', 'country', 'FR', '%.*s', 0, '%.*s', %.*s)",
                           STR_ARGS(deadline), STR_ARGS(str_slice(point, 0, at)),
                           STR_ARGS(str_slice(point, at + 1, point.len))));
    }
}

static struct str target_result(const struct example *example)
{
    struct db *db = open_schema();
    insert_series(db, example->cells[1]);
    insert_target(db, example);
    CHECK(indicator_prepare(db, &err));
    CHECK(indicator_targets(db, &err));
    struct str found =
        rows_of(db, STR("SELECT value, gap, achieved_percent, expected, pace_observed, pace_required, pace_percent, "
                        "status FROM target_progress WHERE period_code = (SELECT release_period FROM programme)"));
    db_close(db);
    return str_copy(&arena, found);
}

static struct str parts_result(const struct example *example)
{
    struct db *db = open_schema();
    struct str rest = example->cells[1], part;
    insert_series(db, STR("0"));
    struct buf sql;
    buf_init(&sql, &arena);
    int place = 0;
    buf_text(&sql, "INSERT INTO breakdown VALUES ('', '', NULL, NULL, 0);");
    while (str_split(&rest, ' ', &part)) {
        buf_format(&sql,
                   "INSERT INTO breakdown VALUES ('x:%d', 'x', NULL, NULL, %d); INSERT INTO observation (entity_kind, "
                   "entity_code, indicator_code, period_code, breakdown, value) VALUES ('country', 'FR', 'fabriques', "
                   "'2016-T1', 'x:%d', %.*s); UPDATE observation SET value = value + %.*s WHERE breakdown = '';",
                   place, place + 1, place, STR_ARGS(part), STR_ARGS(part));
        place++;
    }
    run(db, buf_str(&sql));
    struct str found = rows_of(db, STR("SELECT group_concat(printf('%g', percent), ' ') FROM (SELECT percent FROM "
                                       "observation_part WHERE entity_kind = 'country' AND entity_code = 'FR' AND "
                                       "indicator_code = 'fabriques' AND period_code = '2016-T1' ORDER BY ordinal)"));
    db_close(db);
    return str_copy(&arena, found);
}

static struct example split_line(struct str line)
{
    struct example example = {.count = 0};
    while (example.count < 7 && str_split(&line, '|', &example.cells[example.count])) {
        example.cells[example.count] = str_trim(example.cells[example.count]);
        example.count++;
    }
    return example;
}

static void the_worked_examples_hold(void **state)
{
    (void)state;
    struct str rest, line;
    CHECK(file_read(&arena, "tests/tables/targets.txt", &rest, &err));
    int number = 0, cases = 0;
    while (str_split(&rest, '\n', &line)) {
        number++;
        if (str_trim(line).len == 0 || line.ptr[0] == '#') {
            continue;
        }
        struct example example = split_line(line);
        bool is_parts = str_equal(example.cells[0], STR("parts"));
        struct str expected = example.cells[is_parts ? 2 : 5];
        struct str found = is_parts ? parts_result(&example) : target_result(&example);
        if (!str_equal(found, expected)) {
            fail_msg("targets.txt:%d: found %s, expected %s", number, str_text(&arena, found),
                     str_text(&arena, expected));
        }
        cases++;
    }
    assert_true(cases > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_worked_examples_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(published_figures_keep_their_promises, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
