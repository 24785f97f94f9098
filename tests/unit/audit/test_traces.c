/* Texts that may be nowhere, and where they are found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../generator/audit/site.h"
#include "../../../generator/audit/traces.h"

struct fixture {
    struct arena arena;
    struct audit_report report;
    struct figures figures;
    struct traces traces;
};

static void start(struct fixture *f)
{
    *f = (struct fixture){.report = {.kept = 0}};
    arena_init(&f->arena);
    f->report.faults = arena_array(&f->arena, struct audit_fault, AUDIT_FAULTS_MAX);
    f->report.rule_counts = arena_array(&f->arena, size_t, audit_rule_count);
    f->figures = (struct figures){.arena = &f->arena, .report = &f->report};
    traces_init(&f->traces, &f->arena);
}

static size_t found(struct fixture *f, const char *content)
{
    size_t before = f->report.fault_count;
    traces_index(&f->traces);
    traces_find(&f->traces, &f->figures, STR("a/page.html"), str_from(content));
    return f->report.fault_count - before;
}

static void a_text_is_found_anywhere(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    traces_add(&f.traces, (struct trace){STR("17b78669f179"), STR("personal-text"), STR("row 2"), false});
    assert_int_equal(found(&f, "<p>x17b78669f179y</p>"), 1);
    assert_int_equal(found(&f, "<p>17b78669f17</p>"), 0);
    assert_int_equal(found(&f, "17b"), 0);
    arena_clear(&f.arena);
}

static void a_word_is_found_as_a_word(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    traces_add(&f.traces, (struct trace){STR("I0042"), STR("personal-text"), STR("row 42"), true});
    assert_int_equal(found(&f, "code,I0042,x"), 1);
    assert_int_equal(found(&f, "I00421 and AI0042 and I0042_b"), 0);
    arena_clear(&f.arena);
}

static void what_a_public_file_holds_is_no_trace(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    traces_add(&f.traces, (struct trace){STR("F0158"), STR("personal-text"), STR("row 2"), true});
    traces_index(&f.traces);
    traces_drop_found(&f.traces, STR("formation_id\nF0158\n"));
    assert_int_equal(found(&f, "F0158"), 0);
    assert_int_equal(f.traces.count, 0);
    arena_clear(&f.arena);
}

static void rows_and_size_count_beside_the_name_only(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    f.traces.files = &(struct counted_file){STR("inscriptions.csv"), 1431, 160211};
    f.traces.file_count = 1;
    assert_int_equal(found(&f, "<td>inscriptions.csv</td><td>160211</td>"), 1);
    assert_int_equal(found(&f, "<td>inscriptions.csv</td><td>12</td>"), 0);
    assert_int_equal(found(&f, "<td>160211</td>"), 0);
    assert_int_equal(found(&f, "inscriptions.csv 48.160211"), 0);
    arena_clear(&f.arena);
}

static void addresses_are_resolved_against_their_page(void **state)
{
    struct arena arena;
    struct str path;
    (void)state;
    arena_init(&arena);
    assert_true(site_resolve(&arena, STR("a/b/c.html"), STR("../d/e.html"), &path));
    assert_true(str_equal(path, STR("a/d/e.html")));
    assert_true(site_resolve(&arena, STR("c.html"), STR("./d.html"), &path));
    assert_true(str_equal(path, STR("d.html")));
    assert_false(site_resolve(&arena, STR("a/c.html"), STR("../../d.html"), &path));
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_found_anywhere),
        cmocka_unit_test(a_word_is_found_as_a_word),
        cmocka_unit_test(what_a_public_file_holds_is_no_trace),
        cmocka_unit_test(rows_and_size_count_beside_the_name_only),
        cmocka_unit_test(addresses_are_resolved_against_their_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
