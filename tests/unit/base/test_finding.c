// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <string.h>

#include "gencarto/base/finding.h"
#include "gencarto/base/random.h"

static const struct rule date_rule = {"date", SEVERITY_ERROR, "no date", "write AAAA-MM-JJ"};
static const struct rule blank_rule = {"blank", SEVERITY_WARNING, "blanks", "remove them"};

static void keeps_copies(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct findings findings;
    findings_init(&findings, &arena);
    char file[] = "a.csv", detail[] = "digits 99/99/9999";
    findings_add(&findings, &date_rule, str_from(file), 4, 2, str_from(detail));
    findings_add(&findings, &date_rule, str_from(file), 5, 2, str_from(detail));
    memset(file, '?', sizeof file);
    memset(detail, '?', sizeof detail);
    for (size_t i = 0; i < 2; i++) {
        assert_true(str_equal(findings.items[i].file, STR("a.csv")));
        assert_true(str_equal(findings.items[i].detail, STR("digits 99/99/9999")));
    }
    arena_clear(&arena);
}

static void counts_by_severity(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct findings findings;
    findings_init(&findings, &arena);
    for (int i = 0; i < 100; i++)
        findings_add(&findings, i % 4 ? &blank_rule : &date_rule, STR("a.csv"), i, 0, STR(""));
    assert_int_equal(findings_count(&findings, SEVERITY_ERROR), 25);
    assert_int_equal(findings_count(&findings, SEVERITY_WARNING), 75);
    assert_int_equal(findings_count(&findings, SEVERITY_INFO), 0);
    arena_clear(&arena);
}

/* One file gives more than is kept of a rule; another file and another rule are not touched by it. */
static void keeps_the_first_of_each_rule_and_file_and_counts_all(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct findings findings;
    findings_init(&findings, &arena);
    for (int line = 1; line <= FINDINGS_KEPT + 500; line++)
        findings_add(&findings, &date_rule, STR("a.csv"), line, 0, STR(""));
    findings_add(&findings, &blank_rule, STR("a.csv"), 9999, 0, STR(""));
    findings_add(&findings, &date_rule, STR("b.csv"), 9999, 0, STR(""));
    findings_sort(&findings);
    assert_int_equal(findings.count, FINDINGS_KEPT + 2);
    assert_int_equal(findings.items[FINDINGS_KEPT - 1].line, FINDINGS_KEPT);
    assert_int_equal(findings_count(&findings, SEVERITY_ERROR), FINDINGS_KEPT + 501);
    assert_int_equal(findings_total(&findings, &date_rule, STR("a.csv")), FINDINGS_KEPT + 500);
    assert_int_equal(findings_total(&findings, &blank_rule, STR("a.csv")), 1);
    assert_int_equal(findings_total(&findings, &blank_rule, STR("b.csv")), 0);
    arena_clear(&arena);
}

/* The rows of a file read in pieces, each with its own findings, against the same rows read at once. */
static void appended_pieces_are_the_whole(void **state)
{
    (void)state;
    enum { ROWS = 7000, PIECE = 700 };
    struct arena arena;
    arena_init(&arena);
    struct findings whole, joined;
    findings_init(&whole, &arena);
    findings_init(&joined, &arena);
    for (int from = 0; from < ROWS; from += PIECE) {
        struct findings piece;
        findings_init(&piece, &arena);
        for (int i = from; i < from + PIECE; i++) {
            const struct rule *rule = i % 3 ? &date_rule : &blank_rule;
            findings_add(&piece, rule, STR("a.csv"), i - from + 1, 0, STR("x"));
            findings_add(&whole, rule, STR("a.csv"), i + 1, 0, STR("x"));
        }
        findings_append(&joined, &piece, from);
    }
    assert_int_equal(joined.count, whole.count);
    for (size_t i = 0; i < whole.count; i++) {
        assert_int_equal(joined.items[i].line, whole.items[i].line);
        assert_ptr_equal(joined.items[i].rule, whole.items[i].rule);
    }
    assert_int_equal(findings_total(&joined, &date_rule, STR("a.csv")),
                     findings_total(&whole, &date_rule, STR("a.csv")));
    assert_int_equal(findings_count(&joined, SEVERITY_WARNING), findings_count(&whole, SEVERITY_WARNING));
    arena_clear(&arena);
}

/* The order expected, added in a random one. */
static void order_does_not_depend_on_the_order_of_adding(void **state)
{
    (void)state;
    static const struct finding expected[] = {
        {&date_rule, STR_INIT("a.csv"), 0, 0, STR_INIT("")},   {&date_rule, STR_INIT("a.csv"), 2, 9, STR_INIT("")},
        {&date_rule, STR_INIT("a.csv"), 10, 0, STR_INIT("")},  {&blank_rule, STR_INIT("a.csv"), 10, 1, STR_INIT("x")},
        {&date_rule, STR_INIT("a.csv"), 10, 1, STR_INIT("a")}, {&date_rule, STR_INIT("a.csv"), 10, 1, STR_INIT("b")},
        {&blank_rule, STR_INIT("b.csv"), 1, 1, STR_INIT("")},
    };
    enum { COUNT = sizeof expected / sizeof *expected };
    struct random_state random;
    random_seed(&random, 6);
    for (int round = 0; round < 50; round++) {
        int order[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int other = (int)random_below(&random, (uint64_t)i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        struct arena arena;
        arena_init(&arena);
        struct findings findings;
        findings_init(&findings, &arena);
        for (int i = 0; i < COUNT; i++) {
            const struct finding *f = &expected[order[i]];
            findings_add(&findings, f->rule, f->file, f->line, f->column, f->detail);
        }
        findings_sort(&findings);
        for (int i = 0; i < COUNT; i++) {
            assert_ptr_equal(findings.items[i].rule, expected[i].rule);
            assert_int_equal(findings.items[i].line, expected[i].line);
            assert_int_equal(findings.items[i].column, expected[i].column);
            assert_true(str_equal(findings.items[i].file, expected[i].file));
            assert_true(str_equal(findings.items[i].detail, expected[i].detail));
        }
        arena_clear(&arena);
    }
}

/* As a file read in pieces: what is beyond those kept has a place all the same, and the walk finds both by line. */
static void places_of_all_are_found_line_by_line(void **state)
{
    (void)state;
    enum { ROWS = 5 * FINDINGS_KEPT, PIECE = 1700 };
    static const struct rule note = {"note", SEVERITY_INFO, "odd", ""};
    struct arena arena;
    arena_init(&arena);
    struct findings whole;
    findings_init(&whole, &arena);
    findings_keep_places(&whole);
    for (int from = 0; from < ROWS; from += PIECE) {
        struct findings piece;
        findings_init_part(&piece, &arena, &whole);
        for (int i = from; i < from + PIECE && i < ROWS; i++) {
            findings_add(&piece, &date_rule, STR("m.csv"), i - from + 1, 3, STR("x"));
            findings_add(&piece, &note, STR("m.csv"), i - from + 1, 1, STR("x"));
            if (i % 2)
                findings_add(&piece, &blank_rule, STR("m.csv"), i - from + 1, 2, STR("x"));
        }
        findings_append(&whole, &piece, from);
    }
    findings_add(&whole, &blank_rule, STR("a.csv"), 7, 1, STR(""));
    findings_add(&whole, &blank_rule, STR("z.csv"), 7, 1, STR(""));
    findings_sort(&whole);
    findings_sort(&whole); /* as when more was added in between */
    struct finding_walk walk = findings_walk(&whole, STR("m.csv"));
    struct finding finding;
    for (int line = 1; line <= ROWS; line++) {
        int errors = 0, warnings = 0;
        while (findings_walk_to(&walk, line, &finding)) {
            errors += finding.rule == &date_rule && finding.column == 3;
            warnings += finding.rule == &blank_rule && finding.column == 2;
            assert_true(str_equal(finding.file, STR("m.csv")));
            assert_int_equal(finding.line, line);
        }
        assert_int_equal(errors, 1);
        assert_int_equal(warnings, line % 2 == 0);
    }
    assert_int_equal(whole.place_count, (ROWS - FINDINGS_KEPT) + (ROWS / 2 - FINDINGS_KEPT));
    assert_false(findings_walk_to(&walk, ROWS + 1, &finding));
    walk = findings_walk(&whole, STR("nowhere.csv"));
    assert_false(findings_walk_to(&walk, 7, &finding));
    arena_clear(&arena);
}

static void no_place_is_kept_unasked(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct findings findings;
    findings_init(&findings, &arena);
    for (int line = 1; line <= 2 * FINDINGS_KEPT; line++)
        findings_add(&findings, &date_rule, STR("a.csv"), line, 0, STR(""));
    assert_int_equal(findings.place_count, 0);
    arena_clear(&arena);
}

static void severities_have_names(void **state)
{
    (void)state;
    assert_string_equal(severity_name(SEVERITY_INFO), "info");
    assert_string_equal(severity_name(SEVERITY_WARNING), "warning");
    assert_string_equal(severity_name(SEVERITY_ERROR), "error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_copies),
        cmocka_unit_test(counts_by_severity),
        cmocka_unit_test(keeps_the_first_of_each_rule_and_file_and_counts_all),
        cmocka_unit_test(appended_pieces_are_the_whole),
        cmocka_unit_test(order_does_not_depend_on_the_order_of_adding),
        cmocka_unit_test(places_of_all_are_found_line_by_line),
        cmocka_unit_test(no_place_is_kept_unasked),
        cmocka_unit_test(severities_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
