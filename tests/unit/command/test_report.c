// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "report.h"
#include "terminal.h"

static const struct error accepted = {ERROR_NONE, ""};
static const struct rule date = {"date", SEVERITY_ERROR, "no date", "write JJ/MM/AAAA"};
static const struct rule siret = {"siret", SEVERITY_WARNING, "no SIRET", "give 14 digits"};
static const struct rule hint = {"hint", SEVERITY_INFO, "odd", ""};

static struct input_file files[] = {
    {.name = STR_INIT("a.csv"),
     .table = STR_INIT("formations"),
     .encoding = STR_INIT("UTF-8"),
     .delimiter = {";"},
     .quote = '"',
     .line_ends = STR_INIT("CRLF"),
     .header_line = 3,
     .header_rows = 2,
     .refuse_above_percent = 2,
     .rows_read = 1200,
     .rows_loaded = 1193,
     .rows_set_aside = 7},
    {.name = STR_INIT("b.csv"),
     .table = STR_INIT("inscriptions"),
     .encoding = STR_INIT("UTF-16LE"),
     .delimiter = {"\t"},
     .line_ends = STR_INIT("LF"),
     .header_line = 1,
     .header_rows = 1,
     .personal = true,
     .refuse_above_percent = 2,
     .columns = 3,
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
    report_write_text(&out, &(struct report){.folder = "exports", .input = &input, .refusal = &accepted});
    assert_written(&out, "exports: 2 files, 1,201 rows read = 1,194 loaded + 7 set aside; 1 update of earlier rows\n"
                         "  UTF-8, delimiter ;, quote \", line ends CRLF, 2 header rows at line 3:\n    a.csv\n"
                         "  UTF-16LE, delimiter tab, quote none, line ends LF, 1 header row at line 1:\n    b.csv\n"
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
                         "\nby rule\n  error date, 7 times\n  warning siret, 1 time\n  note hint, 1 time\n"
                         "\nby file    read = loaded + set aside  updates  errors  warnings  notes\n"
                         "  a.csv   1,200 =  1,193 +         7        -       7         -      -\n"
                         "  b.csv       1 =      1 +         0        1       -         1      -\n"
                         "  z.txt       -        -           -        -       -         -      1\n"
                         "\naccepted: 7 errors, 1 warning, 1 note; --strict would refuse it\n");
    arena_clear(&arena);
}

static void a_dialect_that_files_share_is_said_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input_file three[] = {files[0], files[1], files[0]};
    three[2].name = STR("c.csv");
    struct input input = {.files = three, .file_count = 3};
    findings_init(&input.findings, &arena);
    struct buf out;
    buf_init(&out, &arena);
    report_write_text(&out, &(struct report){.folder = "exports", .input = &input, .refusal = &accepted});
    assert_written(&out, "exports: 3 files, 2,401 rows read = 2,387 loaded + 14 set aside; 1 update of earlier rows\n"
                         "  UTF-8, delimiter ;, quote \", line ends CRLF, 2 header rows at line 3:\n    a.csv, c.csv\n"
                         "  UTF-16LE, delimiter tab, quote none, line ends LF, 1 header row at line 1:\n    b.csv\n"
                         "\nby file    read = loaded + set aside  updates\n"
                         "  a.csv   1,200 =  1,193 +         7        -\n"
                         "  b.csv       1 =      1 +         0        1\n"
                         "  c.csv   1,200 =  1,193 +         7        -\n"
                         "\naccepted: no finding\n");
    arena_clear(&arena);
}

/* What mends it stands once, below the rule; the file to mend first is the first of the table. */
static void a_rule_that_several_files_break_has_its_remedy_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input_file two[] = {files[0], files[0]};
    two[0].refuse_above_percent = two[1].refuse_above_percent = 0.5;
    two[1].name = STR("b.csv");
    struct input input = {.files = two, .file_count = 2};
    findings_init(&input.findings, &arena);
    findings_add(&input.findings, &date, STR("a.csv"), 4, 2, STR(""));
    findings_add(&input.findings, &date, STR("b.csv"), 4, 2, STR(""));
    findings_add(&input.findings, &date, STR("b.csv"), 5, 2, STR(""));
    findings_sort(&input.findings);
    struct buf out;
    buf_init(&out, &arena);
    report_write_text(&out, &(struct report){.folder = "exports", .input = &input, .refusal = &accepted});
    assert_written(&out, "exports: 2 files, 2,400 rows read = 2,386 loaded + 14 set aside\n"
                         "  each: UTF-8, delimiter ;, quote \", line ends CRLF, 2 header rows at line 3\n"
                         "\na.csv\n  error date, 1 time: no date\n    a.csv:4:2\n"
                         "\nb.csv\n  error date, 2 times: no date\n    b.csv:4:2\n    b.csv:5:2\n"
                         "\nby rule\n  error date, 3 times in 2 files: no date\n    to mend it: write JJ/MM/AAAA\n"
                         "\nby file    read = loaded + set aside  errors\n"
                         "  b.csv   1,200 =  1,193 +         7       2  above its 0.5 %\n"
                         "  a.csv   1,200 =  1,193 +         7       1  above its 0.5 %\n"
                         "\naccepted: 3 errors; --strict would refuse it\n");
    arena_clear(&arena);
}

/* Two hundred groups are no ten screens more. */
static void where_much_is_wrong_each_rule_has_fewer_places(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = {.files = files, .file_count = 2};
    findings_init(&input.findings, &arena);
    for (int i = 0; i < 60 * 5; i++)
        findings_add(&input.findings, &date, str_format(&arena, "f%02d.csv", i / 5), i % 5 + 2, 1, STR(""));
    findings_sort(&input.findings);
    struct buf out;
    buf_init(&out, &arena);
    report_write_text(&out, &(struct report){.folder = "exports", .input = &input, .refusal = &accepted});
    assert_true(str_find(buf_str(&out), STR("    f00.csv:2:1\n    f00.csv:3:1\n    and 3 more\n"), 0) < out.len);
    arena_clear(&arena);
}

static void the_verdict_says_why_it_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = input_of(&arena);
    const struct error refusal = {ERROR_INPUT, "a.csv: too much"};
    struct buf out;
    buf_init(&out, &arena);
    report_write_text(&out, &(struct report){.folder = "exports", .input = &input, .refusal = &refusal});
    assert_true(str_ends(buf_str(&out), STR("\n\nrefused: a.csv: too much\n  7 errors, 1 warning, 1 note\n")));
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

static void write_one(struct arena *arena, report_writer *write, struct buf *out)
{
    static struct input input;
    static const struct error refusal = {ERROR_INPUT, "too many \"errors\""};
    input = (struct input){.files = &files[1], .file_count = 1};
    findings_init(&input.findings, arena);
    findings_add(&input.findings, &siret, STR("b.csv"), 4, 2, STR("\"x\x1b\\\xFFy\""));
    findings_sort(&input.findings);
    buf_init(out, arena);
    const struct digest digest = {41, STR("0f")};
    write(out, &(struct report){.folder = "exports", .input = &input, .refusal = &refusal, .digests = &digest});
}

static void the_document_has_every_finding(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf out;
    write_one(&arena, report_write_json, &out);
    assert_written(
        &out,
        "{\n  \"program\": \"gencarto " GENCARTO_VERSION "\",\n  \"input\": \"exports\",\n  \"valid\": false,\n"
        "  \"accepted\": false,\n  \"refusal\": \"too many \\\"errors\\\"\",\n  \"warnings\": [],\n"
        "  \"errors\": [{\"type\": \"input-refused\", \"title\": \"the input is refused\", \"message\": "
        "\"too many \\\"errors\\\"\", \"description\": \"\", \"note\": \"\", \"tags\": []}],\n"
        "  \"stats\": {\"tasks\": 1, \"errors\": 0, \"warnings\": 1, \"notes\": 0, \"rows_read\": 1, \"rows_loaded\": 1, "
        "\"rows_set_aside\": 0, \"rows_replaced\": 1},\n"
        "  \"tasks\": [\n    {\"name\": \"b.csv\", \"place\": \"b.csv\", \"type\": \"table\", \"valid\": true,\n"
        "      \"table\": \"inscriptions\", \"encoding\": \"UTF-16LE\", \"delimiter\": \"\\u0009\", \"quote\": \"\", "
        "\"line_ends\": \"LF\", \"header_line\": 1, \"header_rows\": 1, \"personal\": true, "
        "\"refuse_above_percent\": 2, \"exceeds\": false,\n      \"labels\": [\"inscription_id\", \"apprenant\"],\n"
        "      \"stats\": {\"errors\": 0, \"warnings\": 1, \"notes\": 0, \"fields\": 2, \"rows\": 1, \"rows_read\": 1, "
        "\"rows_loaded\": 1, \"rows_set_aside\": 0, \"rows_replaced\": 1, \"bytes\": 41, \"sha256\": \"0f\"},\n"
        "      \"warnings\": [\n        \"siret, 1 time: no SIRET\"],\n      \"errors\": [],\n      \"notices\": [\n"
        "        {\"type\": \"siret\", \"title\": \"no SIRET\", \"description\": \"give 14 digits\", \"severity\": "
        "\"warning\", \"message\": \"\\\"x\\u001b\\\\\\ufffdy\\\"\", \"note\": \"\\\"x\\u001b\\\\\\ufffdy\\\"\", \"tags\": "
        "[\"#table\", \"#row\", \"#cell\"], \"rowNumber\": 4, \"fieldNumber\": 2}]}]\n}\n");
    arena_clear(&arena);
}

static void sarif_has_the_rules_and_the_places(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf out;
    write_one(&arena, report_write_sarif, &out);
    struct str text = buf_str(&out);
    static const char *const parts[] = {
        "\"version\": \"2.1.0\"",
        "\"help\": {\"text\": \"give 14 digits\"}, \"defaultConfiguration\": {\"level\": \"warning\"}, ",
        "\"properties\": {\"tags\": [\"data-quality\"], \"problem.severity\": \"warning\"}}",
        "{\"INPUT\": {\"uri\": \"exports/\", \"uriBaseId\": \"PROJECT\", ",
        "\"partialFingerprints\": {\"ruleFileColumnRank/v1\": \"siret:b.csv:2:0\"}",
        "{\"ruleId\": \"siret\", \"ruleIndex\": 0, \"level\": \"warning\", \"message\": {\"text\": \"no SIRET; ",
        "{\"uri\": \"b.csv\", \"uriBaseId\": \"INPUT\"}, \"region\": {\"startLine\": 4}}}], \"properties\": {\"field\": 2}",
        "\"executionSuccessful\": false"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_find(text, str_from(parts[i]), 0) == text.len)
            fail_msg("no %s in\n%.*s", parts[i], STR_ARGS(text));
    arena_clear(&arena);
}

static void assert_holds(struct str text, const char *part)
{
    if (str_find(text, str_from(part), 0) == text.len)
        fail_msg("no %s in\n%.*s", part, STR_ARGS(text));
}

/* The third of a rule in a column stays the third when a row comes above it. */
static void fingerprints_do_not_hang_on_lines(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = input_of(&arena);
    struct buf out;
    buf_init(&out, &arena);
    report_write_sarif(&out, &(struct report){.folder = "../x", .input = &input, .refusal = &accepted});
    assert_holds(buf_str(&out), "\"startLine\": 5}}}], \"properties\": {\"field\": 2}, \"partialFingerprints\": "
                                "{\"ruleFileColumnRank/v1\": \"date:a.csv:2:2\"}");
    assert_holds(buf_str(&out), "{\"INPUT\": {\"description\": "); /* no address leads out of the project */
    buf_reset(&out);
    report_write_sarif(&out, &(struct report){.folder = "/mes exports", .input = &input, .refusal = &accepted});
    assert_holds(buf_str(&out), "{\"INPUT\": {\"uri\": \"file:///mes%20exports/\", \"description\": ");
    arena_clear(&arena);
}

static void what_is_not_listed_is_told_to_programs(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = {.files = files, .file_count = 2};
    findings_init(&input.findings, &arena);
    for (int i = 0; i < FINDINGS_KEPT + 500; i++)
        findings_add(&input.findings, &date, STR("a.csv"), i + 2, 1, STR(""));
    findings_sort(&input.findings);
    struct buf out;
    buf_init(&out, &arena);
    report_write_json(&out, &(struct report){.folder = "x", .input = &input, .refusal = &accepted});
    assert_holds(buf_str(&out), "\"date, 1,500 times: no date; the first 1000 are listed\"");
    buf_reset(&out);
    report_write_sarif(&out, &(struct report){.folder = "x", .input = &input, .refusal = &accepted});
    assert_holds(
        buf_str(&out),
        "{\"level\": \"note\", \"message\": {\"text\": \"a.csv: date, 1,500 times; the first 1000 are listed\"}}");
    arena_clear(&arena);
}

static void junit_has_a_suite_for_each_file(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct input input = input_of(&arena);
    struct error none = {0};
    struct buf out;
    buf_init(&out, &arena);
    report_write_junit(&out, &(struct report){.folder = "exports & more", .input = &input, .refusal = &none});
    struct str text = buf_str(&out);
    static const char *const parts[] = {
        "<testsuites name=\"gencarto check\" tests=\"4\" failures=\"1\" errors=\"0\">",
        "<testcase classname=\"exports &amp; more\" name=\"accepted\"/>",
        "<testsuite name=\"a.csv\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">",
        "<testcase classname=\"a.csv\" name=\"date\" file=\"exports &amp; more/a.csv\">",
        "<failure type=\"date\" message=\"no date\">a.csv:3:2: digits 99/99",
        "<system-out>warning: no SIRET\nb.csv:4: &quot;x [2J y&quot;\nto mend it: give 14 digits</system-out>",
        "<testsuite name=\"z.txt\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_find(text, str_from(parts[i]), 0) == text.len)
            fail_msg("no %s in\n%.*s", parts[i], STR_ARGS(text));
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
    report_write_json(&out, &(struct report){.folder = "exports", .input = NULL, .refusal = &refusal});
    struct str text = buf_str(&out);
    assert_true(str_find(text, STR("\"refusal\": \"absent\""), 0) < text.len);
    assert_true(str_find(text, STR("\"tasks\": []"), 0) < text.len);
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
        cmocka_unit_test(a_dialect_that_files_share_is_said_once),
        cmocka_unit_test(a_rule_that_several_files_break_has_its_remedy_once),
        cmocka_unit_test(where_much_is_wrong_each_rule_has_fewer_places),
        cmocka_unit_test(the_verdict_says_why_it_is_refused),
        cmocka_unit_test(the_summary_gathers_by_rule_errors_first),
        cmocka_unit_test(nothing_found_is_said_in_no_line_but_one),
        cmocka_unit_test(the_document_has_every_finding),
        cmocka_unit_test(sarif_has_the_rules_and_the_places),
        cmocka_unit_test(fingerprints_do_not_hang_on_lines),
        cmocka_unit_test(what_is_not_listed_is_told_to_programs),
        cmocka_unit_test(junit_has_a_suite_for_each_file),
        cmocka_unit_test(an_unreadable_input_has_an_empty_document),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
