#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/compile/pipeline.h"
#include "gencarto/db/db.h"
#include "sample.h"

static struct arena arena;
static struct error err;
static struct reference reference;
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    err = (struct error){0};
    snprintf(folder, sizeof folder, "/tmp/gencarto-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_true(reference_read(&arena, "input/reference", &reference, &err));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    struct str *names;
    size_t count;
    assert_true(file_names(&arena, folder, &names, &count, &err));
    for (size_t i = 0; i < count; i++) {
        remove(file_join(&arena, folder, str_text(&arena, names[i])));
    }
    rmdir(folder);
    arena_clear(&arena);
    return 0;
}

/* Compiles a random input into `name` of the test's folder, and gives the path. */
static const char *compile(const char *name, uint64_t seed, struct sample_size size, struct compile_summary *out)
{
    struct input input;
    const char *path = file_join(&arena, folder, name);
    sample_input(&arena, &reference, seed, size, &input);
    if (!compile_public(&arena, &input, path, &(struct compile_options){0}, out, &err)) {
        fail_msg("%s", err.message);
    }
    return path;
}

/* The rows of a query, values joined by '|', each row followed by a line feed. */
static const char *rows_of(const char *path, struct str sql)
{
    struct db *db = NULL;
    struct query *query = NULL;
    struct buf out;
    bool row = false;
    buf_init(&out, &arena);
    bool ok = db_open(path, DB_READ, &db, &err) && query_prepare(db, "test", sql, &query, &err);
    while (ok && (ok = query_step(query, &row, &err)) && row) {
        for (int c = 0; c < query_columns(query); c++) {
            buf_text(&out, c == 0 ? "" : "|");
            buf_add(&out, value_text(&arena, query_column(query, c)));
        }
        buf_byte(&out, '\n');
    }
    if (!ok) {
        fail_msg("%s", err.message);
    }
    query_free(query);
    db_close(db);
    return str_text(&arena, buf_str(&out));
}

static void published_counts_keep_every_promise(void **state)
{
    (void)state;
    struct str sql;
    assert_true(file_read(&arena, "tests/unit/pipeline/published_promises.sql", &sql, &err));
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct compile_summary summary;
        const char *path = compile(seed == 1   ? "1"
                                   : seed == 2 ? "2"
                                               : "3",
                                   seed, (struct sample_size){60, 1500, 1400}, &summary);
        assert_true(summary.observations > 10000);
        assert_string_equal(rows_of(path, sql), "");
        assert_string_equal(
            rows_of(path, STR("SELECT count(*) > 0 FROM observation WHERE indicator_code = 'apprenants' AND "
                              "entity_kind = 'training'")),
            "1\n");
    }
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    struct compile_summary summary;
    struct str first, second;
    struct sample_size size = {40, 500, 480};
    assert_true(file_read(&arena, compile("a", 7, size, &summary), &first, &err));
    assert_true(file_read(&arena, compile("b", 7, size, &summary), &second, &err));
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.ptr, second.ptr, first.len);
}

static void references_between_tables_hold(void **state)
{
    (void)state;
    struct compile_summary summary;
    const char *path = compile("a", 3, (struct sample_size){60, 900, 800}, &summary);
    static const char *const queries[] = {
        "SELECT DISTINCT indicator_code FROM observation WHERE indicator_code NOT IN (SELECT code FROM indicator)",
        "SELECT DISTINCT breakdown FROM observation WHERE breakdown NOT IN (SELECT code FROM breakdown)",
        "SELECT DISTINCT period_code FROM observation WHERE period_code NOT IN (SELECT code FROM period)",
        ("SELECT training_id FROM training t WHERE NOT EXISTS (SELECT 1 FROM territory d WHERE d.kind = 'department' AND "
         "d.code = t.department_code)"),
        "SELECT code FROM territory WHERE kind <> 'country' AND parent_code IS NULL",
        "SELECT training_id FROM training WHERE site_id IS NULL AND department_code <> 'ND'",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        assert_string_equal(rows_of(path, str_from(queries[i])), "");
    }
    assert_string_equal(rows_of(path, STR("SELECT count(*) FROM territory WHERE kind = 'department'")), "102\n");
}

static void the_last_quarter_is_provisional_and_no_other(void **state)
{
    (void)state;
    struct compile_summary summary;
    const char *path = compile("a", 3, (struct sample_size){60, 900, 800}, &summary);
    assert_string_equal(rows_of(path, STR("SELECT DISTINCT period_code FROM observation WHERE status = 'p'")),
                        "2017-T4\n");
    assert_string_equal(
        rows_of(path, STR("SELECT count(*) FROM observation WHERE period_code = '2017-T4' AND status = '' "
                          "AND indicator_code LIKE 'apprenants%'")),
        "0\n");
}

static void targets_have_a_trajectory_and_a_state_in_each_quarter(void **state)
{
    (void)state;
    struct compile_summary summary;
    const char *path = compile("a", 3, (struct sample_size){60, 900, 800}, &summary);
    assert_string_equal(
        rows_of(path, STR("SELECT period_code, expected FROM trajectory WHERE indicator_code = "
                          "'apprenants_cumul' AND period_code IN ('2016-T2', '2016-T4', '2017-T2', '2017-T4')")),
        "2016-T2|200\n2016-T4|400\n2017-T2|700\n2017-T4|1000\n");
    assert_string_equal(rows_of(path, STR("SELECT count(*) FROM target_progress")), "24\n");
}

static void an_earlier_release_does_not_know_later_events(void **state)
{
    (void)state;
    struct input input;
    struct compile_summary summary;
    const char *path = file_join(&arena, folder, "early");
    const char *full = compile("full", 3, (struct sample_size){60, 1500, 1400}, &summary);
    sample_input(&arena, &reference, 3, (struct sample_size){60, 1500, 1400}, &input);
    assert_true(
        compile_public(&arena, &input, path, &(struct compile_options){.release = {2016 * 4 + 3}}, &summary, &err));
    assert_int_equal(summary.release.index, 2016 * 4 + 3);
    struct str cells =
        STR("SELECT entity_kind, entity_code, indicator_code, breakdown, value FROM observation WHERE "
            "period_code = '2016-T3' AND indicator_code LIKE 'inscriptions%' AND entity_kind = 'country'");
    assert_string_equal(rows_of(path, cells), rows_of(full, cells));
    assert_string_equal(rows_of(path, STR("SELECT max(code) FROM period")), "2016-T4\n");
}

static void without_enrolments_there_are_no_counts_of_persons(void **state)
{
    (void)state;
    struct input input;
    struct compile_summary summary;
    const char *path = file_join(&arena, folder, "register");
    sample_input(&arena, &reference, 3, (struct sample_size){60, 0, 1}, &input);
    input.has_enrolments = false;
    assert_true(compile_public(&arena, &input, path, &(struct compile_options){0}, &summary, &err));
    assert_string_equal(
        rows_of(path, STR("SELECT DISTINCT indicator_code FROM observation WHERE indicator_code IN (SELECT "
                          "code FROM indicator WHERE is_personal = 1)")),
        "");
    assert_string_equal(
        rows_of(path, STR("SELECT DISTINCT status FROM target_progress WHERE indicator_code <> 'fabriques'")),
        "inconnu\n");
}

static void findings_of_personal_tables_are_rounded(void **state)
{
    (void)state;
    static const struct rule date = {"date", SEVERITY_ERROR, "", ""};
    static const struct rule sex = {"sex", SEVERITY_WARNING, "", ""};
    struct input_file files[] = {
        {.name = STR_INIT("inscriptions.csv"),
         .table = STR_INIT("inscriptions"),
         .encoding = STR_INIT("UTF-8"),
         .personal = true,
         .rows_read = 123,
         .received_day = INT32_MIN},
        {.name = STR_INIT("formations.csv"),
         .table = STR_INIT("formations"),
         .encoding = STR_INIT("UTF-8"),
         .rows_read = 60,
         .received_day = INT32_MIN},
    };
    struct input input;
    struct compile_summary summary;
    const char *path = file_join(&arena, folder, "findings");
    sample_input(&arena, &reference, 3, (struct sample_size){10, 50, 50}, &input);
    input.files = files;
    input.file_count = 2;
    for (int i = 0; i < 8; i++) {
        findings_add(&input.findings, &date, files[0].name, i, 1, STR(""));
    }
    findings_add(&input.findings, &sex, files[0].name, 1, 1, STR(""));
    findings_add(&input.findings, &date, files[1].name, 1, 1, STR(""));
    assert_true(compile_public(&arena, &input, path, &(struct compile_options){0}, &summary, &err));
    assert_string_equal(
        rows_of(path, STR("SELECT rule_id, table_name, occurrences, is_rounded FROM finding ORDER BY 1, 2")),
        "date|formations|1|0\ndate|inscriptions|10|1\n");
    assert_string_equal(rows_of(path, STR("SELECT name, rows_read FROM source_file ORDER BY name")),
                        "formations.csv|60\ninscriptions.csv|\n");
}

static void an_unknown_target_is_refused_and_leaves_no_file(void **state)
{
    (void)state;
    struct input input;
    struct compile_summary summary;
    const char *path = file_join(&arena, folder, "none");
    sample_input(&arena, &reference, 3, (struct sample_size){10, 50, 50}, &input);
    input.programme.targets[0].indicator = STR("apprenant");
    assert_false(compile_public(&arena, &input, path, &(struct compile_options){0}, &summary, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "apprenant"));
    assert_false(file_exists(path));
}

static void targets_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    static const char *const expected[] = {"is no territory", "given twice", "before its start"};
    for (int i = 0; i < 3; i++) {
        struct input input;
        struct compile_summary summary;
        sample_input(&arena, &reference, 3, (struct sample_size){10, 50, 50}, &input);
        struct programme_target *targets = input.programme.targets;
        if (i == 0) {
            targets[0].entity = STR("region:99");
        } else if (i == 1) {
            targets[2] = targets[0];
        } else {
            targets[0].start.index = targets[0].deadline.index + 1;
        }
        err = (struct error){0};
        assert_false(compile_public(&arena, &input, file_join(&arena, folder, "none"), &(struct compile_options){0},
                                    &summary, &err));
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.message, expected[i]));
    }
}

static struct input input_with_codes(const char *indicator, const char *entity, const char *code)
{
    static struct reference_row figure;
    static struct programme_target target;
    struct input input = {.reference = reference};
    figure = (struct reference_row){.code = str_from(code), .file = STR("references.csv"), .line = 3, .code_field = 8};
    target = (struct programme_target){.indicator = str_from(indicator), .entity = str_from(entity), .line = 12};
    input.programme.path = STR("in/programme.xml");
    input.programme.targets = &target;
    input.programme.target_count = 1;
    input.references = &figure;
    input.reference_count = 1;
    findings_init(&input.findings, &arena);
    return input;
}

static void codes_of_the_catalogue_are_checked_before_anything_is_compiled(void **state)
{
    (void)state;
    struct input input = input_with_codes("apprenants_cumul", "region:76", "part_femmes_cumul");
    assert_true(compile_check(&arena, &input, &err));
    assert_int_equal(input.findings.count, 0);
    input = input_with_codes("aprenants_cumul", "country:FR", "");
    assert_false(compile_check(&arena, &input, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "in/programme.xml:12: indicateur \"aprenants_cumul\""));
    assert_non_null(strstr(err.message, "did you mean apprenants_cumul?"));
    err = (struct error){0};
    input = input_with_codes("apprenants_cumul", "region:99", "");
    assert_false(compile_check(&arena, &input, &err));
    assert_non_null(strstr(err.message, "in/programme.xml:12: territoire \"region:99\""));
}

static void a_figure_published_elsewhere_with_an_unknown_code_is_a_finding(void **state)
{
    (void)state;
    struct input input = input_with_codes("apprenants_cumul", "country:FR", "part_femme_cumul");
    assert_true(compile_check(&arena, &input, &err));
    assert_int_equal(input.findings.count, 1);
    const struct finding *finding = &input.findings.items[0];
    assert_string_equal(finding->rule->id, "unknown-value");
    assert_int_equal(finding->line, 3);
    assert_int_equal(finding->column, 8);
    assert_non_null(strstr(str_text(&arena, finding->detail), "did you mean part_femmes_cumul?"));
}

static void an_existing_file_is_not_touched(void **state)
{
    (void)state;
    struct input input;
    struct compile_summary summary;
    struct str content;
    const char *path = file_join(&arena, folder, "there");
    assert_true(file_write(path, STR("mine"), &err));
    sample_input(&arena, &reference, 3, (struct sample_size){10, 50, 50}, &input);
    assert_false(compile_public(&arena, &input, path, &(struct compile_options){0}, &summary, &err));
    err = (struct error){0};
    assert_true(file_read(&arena, path, &content, &err));
    assert_true(str_equal(content, STR("mine")));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(published_counts_keep_every_promise),
        TEST(the_same_input_gives_the_same_bytes),
        TEST(references_between_tables_hold),
        TEST(the_last_quarter_is_provisional_and_no_other),
        TEST(targets_have_a_trajectory_and_a_state_in_each_quarter),
        TEST(an_earlier_release_does_not_know_later_events),
        TEST(without_enrolments_there_are_no_counts_of_persons),
        TEST(findings_of_personal_tables_are_rounded),
        TEST(an_unknown_target_is_refused_and_leaves_no_file),
        TEST(targets_that_make_no_sense_are_refused),
        TEST(codes_of_the_catalogue_are_checked_before_anything_is_compiled),
        TEST(a_figure_published_elsewhere_with_an_unknown_code_is_a_finding),
        TEST(an_existing_file_is_not_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
