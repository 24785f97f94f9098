// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "report.h"
#include "terminal.h"

static const struct rule date = {"date", SEVERITY_ERROR, "no date", "write JJ/MM/AAAA"};
static const struct rule siret = {"siret", SEVERITY_WARNING, "no SIRET", "give 14 digits"};
static const struct rule hint = {"hint", SEVERITY_INFO, "odd", ""};

static struct input_file files[] = {
    {.name = STR_INIT("a.csv"),
     .table = STR_INIT("formations"),
     .encoding = STR_INIT("UTF-8"),
     .delimiter = ';',
     .rows_read = 1200,
     .rows_loaded = 1193,
     .rows_set_aside = 7},
    {.name = STR_INIT("b.csv"),
     .table = STR_INIT("inscriptions"),
     .encoding = STR_INIT("UTF-16LE"),
     .delimiter = '\t',
     .personal = true,
     .rows_read = 1,
     .rows_loaded = 1,
     .rows_replaced = 1},
};

static struct input input_of(struct arena *arena)
{
    struct input input = {.files = files, .file_count = 2};
    findings_init(&input.findings, arena);
    for (int line = 9; line >= 3; line--)
        findings_add(&input.findings, &date, STR("a.csv"), line, 2, STR("digits 99/99"));
    findings_add(&input.findings, &siret, STR("b.csv"), 4, 0, STR("\"x\x1b[2J\ny\""));
    findings_add(&input.findings, &hint, STR("z.txt"), 0, 0, STR(""));
    findings_sort(&input.findings);
    return input;
}

static void assert_written(struct buf *out, const char *expected)
{
    if (!str_equal(buf_str(out), str_from(expected)))
        fail_msg("found\n%.*s\nexpected\n%s", STR_ARGS(buf_str(out)), expected);
}

static void the_text_gathers_by_file_and_rule(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = input_of(&arena);
    struct buf out;
    buf_init(&out, &arena);
    report_write_text(&out, "exports", &input);
    assert_written(&out, "exports: 2 files, 1,201 rows read = 1,194 loaded + 7 set aside; 1 replaced by later ones\n"
                         "  a.csv (UTF-8, delimiter ;): 1,200 rows read = 1,193 loaded + 7 set aside\n"
                         "  b.csv (UTF-16LE, delimiter tab): 1 row read = 1 loaded + 0 set aside; 1 replaced by later "
                         "ones\n"
                         "\na.csv\n"
                         "  error date, 7 times: no date\n"
                         "    a.csv:3:2: digits 99/99\n    a.csv:4:2: digits 99/99\n    a.csv:5:2: digits 99/99\n"
                         "    a.csv:6:2: digits 99/99\n    a.csv:7:2: digits 99/99\n"
                         "    and 2 more\n"
                         "    to mend it: write JJ/MM/AAAA\n"
                         "\nb.csv\n"
                         "  warning siret, 1 time: no SIRET\n"
                         "    b.csv:4: \"x [2J y\"\n"
                         "    to mend it: give 14 digits\n"
                         "\nz.txt\n"
                         "  note hint, 1 time: odd\n"
                         "    z.txt\n"
                         "\n7 errors, 1 warning, 1 note\n");
    arena_clear(&arena);
}

static void the_summary_gathers_by_rule_errors_first(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = input_of(&arena);
    struct buf out;
    buf_init(&out, &arena);
    report_write_summary(&out, "exports", &input);
    assert_written(&out, "exports: 7 errors, 1 warning, 1 note; gencarto check exports lists them\n"
                         "  error date, 7 times: no date\n    first at a.csv:3:2: digits 99/99\n"
                         "    to mend it: write JJ/MM/AAAA\n"
                         "  warning siret, 1 time: no SIRET\n    b.csv:4: \"x [2J y\"\n    to mend it: give 14 digits\n"
                         "  note hint, 1 time: odd\n    z.txt\n");
    arena_clear(&arena);
}

static void nothing_found_is_said_in_no_line_but_one(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = {.files = files, .file_count = 1};
    findings_init(&input.findings, &arena);
    struct buf out;
    buf_init(&out, &arena);
    report_write_summary(&out, "exports", &input);
    assert_written(&out, "");
    report_write_counts(&out, &input.findings);
    assert_written(&out, "no finding");
    arena_clear(&arena);
}

static void the_document_has_every_finding(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = {.files = &files[1], .file_count = 1};
    findings_init(&input.findings, &arena);
    findings_add(&input.findings, &siret, STR("b.csv"), 4, 2, STR("\"x\x1b\\\xFFy\""));
    struct error refusal = {ERROR_INPUT, "too many \"errors\""};
    struct buf out;
    buf_init(&out, &arena);
    report_write_json(&out, "exports", &input, &refusal);
    assert_written(
        &out,
        "{\n  \"program\": \"gencarto " GENCARTO_VERSION "\",\n  \"input\": \"exports\",\n  \"accepted\": false,\n"
        "  \"refusal\": \"too many \\\"errors\\\"\",\n  \"files\": [\n"
        "    {\"name\": \"b.csv\", \"table\": \"inscriptions\", \"encoding\": \"UTF-16LE\", \"delimiter\": "
        "\"\\u0009\", \"personal\": true, \"rows_read\": 1, \"rows_loaded\": 1, \"rows_set_aside\": 0, "
        "\"rows_replaced\": 1}],\n"
        "  \"totals\": {\"rows_read\": 1, \"rows_loaded\": 1, \"rows_set_aside\": 0, \"rows_replaced\": 1, "
        "\"errors\": 0, \"warnings\": 1, \"notes\": 0},\n"
        "  \"rules\": [\n    {\"rule\": \"siret\", \"severity\": \"warning\", \"message\": \"no SIRET\", "
        "\"remedy\": \"give 14 digits\"}],\n"
        "  \"findings\": [\n    {\"rule\": \"siret\", \"severity\": \"warning\", \"file\": \"b.csv\", \"line\": "
        "4, \"column\": 2, \"detail\": \"\\\"x\\u001b\\\\\\ufffdy\\\"\"}]\n}\n");
    arena_clear(&arena);
}

static void an_unreadable_input_has_an_empty_document(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct error refusal = {ERROR_INPUT, "absent"};
    struct buf out;
    buf_init(&out, &arena);
    report_write_json(&out, "exports", NULL, &refusal);
    struct str text = buf_str(&out);
    assert_true(str_find(text, STR("\"refusal\": \"absent\""), 0) < text.len);
    assert_true(str_find(text, STR("\"findings\": []"), 0) < text.len);
    arena_clear(&arena);
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf out;
    buf_init(&out, &arena);
    terminal_write_plain(&out, STR("\xC3\xA9\x1b[1m\x7F\xC2\x9B"
                                   "0m\xC2\xA0|"));
    assert_written(&out, "\xC3\xA9 [1m  0m\xC2\xA0|");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_text_gathers_by_file_and_rule),
        cmocka_unit_test(the_summary_gathers_by_rule_errors_first),
        cmocka_unit_test(nothing_found_is_said_in_no_line_but_one),
        cmocka_unit_test(the_document_has_every_finding),
        cmocka_unit_test(an_unreadable_input_has_an_empty_document),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
