// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/text.h"
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

/* What every test needs: an input with two files and no finding, and a text to write into. */
struct fixture {
    struct arena arena;
    struct input input;
    struct buf out;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.input = (struct input){.files = files, .file_count = 2};
    arena_init(&fixture.arena);
    findings_init(&fixture.input.findings, &fixture.arena);
    buf_init(&fixture.out, &fixture.arena);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_clear(&fixture->arena);
    return 0;
}

static void find(struct fixture *fixture, const struct rule *rule, struct str file, int64_t line, int column,
                 const char *detail)
{
    findings_add(&fixture->input.findings, rule, file, line, column, str_from(detail));
}

/* The report of what was found, from the empty text on. */
static void write_as(struct fixture *fixture, report_writer *write, const char *folder, const struct error *refusal)
{
    findings_sort(&fixture->input.findings);
    buf_reset(&fixture->out);
    write(&fixture->out, &(struct report){.folder = folder, .input = &fixture->input, .refusal = refusal});
}

/* Seven errors, a warning and a note, in three files. */
static void find_the_usual(struct fixture *fixture)
{
    for (int line = 9; line >= 3; line--)
        find(fixture, &date, STR("a.csv"), line, 2, "digits 99/99");
    find(fixture, &siret, STR("b.csv"), 4, 0, "\"x\x1b[2J\ny\"");
    find(fixture, &hint, STR("z.txt"), 0, 0, "");
}

static void assert_written(const struct fixture *fixture, const char *expected)
{
    if (!str_equal(buf_str(&fixture->out), str_from(expected)))
        fail_msg("found\n%.*s\nexpected\n%s", STR_ARGS(buf_str(&fixture->out)), expected);
}

static void assert_holds(const struct fixture *fixture, const char *part)
{
    if (str_find(buf_str(&fixture->out), str_from(part), 0) == fixture->out.len)
        fail_msg("no %s in\n%.*s", part, STR_ARGS(buf_str(&fixture->out)));
}

static size_t count_of(const struct fixture *fixture, const char *part)
{
    struct str text = buf_str(&fixture->out);
    size_t count = 0;
    for (size_t at = str_find(text, str_from(part), 0); at < text.len; at = str_find(text, str_from(part), at + 1))
        count++;
    return count;
}

static void the_text_gathers_by_file_and_rule(void **state)
{
    struct fixture *fixture = *state;
    find_the_usual(fixture);
    write_as(fixture, report_write_text, "exports", &accepted);
    assert_written(fixture, "exports: 2 files, 1,201 rows read = 1,194 loaded + 7 set aside; 1 update of earlier rows\n"
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
                            "\nby rule\n  error date, 7 times\n  warning siret, 1 time\n  note hint, 1 time\n"
                            "\nby file    read = loaded + set aside  updates  errors  warnings  notes\n"
                            "  a.csv   1,200 =  1,193 +         7        -       7         -      -\n"
                            "  b.csv       1 =      1 +         0        1       -         1      -\n"
                            "  z.txt       -        -           -        -       -         -      1\n"
                            "\naccepted: 7 errors, 1 warning, 1 note; --strict would refuse it\n");
}

static void a_dialect_that_files_share_is_said_once(void **state)
{
    struct fixture *fixture = *state;
    struct input_file three[] = {files[0], files[1], files[0]};
    three[2].name = STR("c.csv");
    fixture->input.files = three;
    fixture->input.file_count = 3;
    write_as(fixture, report_write_text, "exports", &accepted);
    assert_written(fixture,
                   "exports: 3 files, 2,401 rows read = 2,387 loaded + 14 set aside; 1 update of earlier rows\n"
                   "  UTF-8, delimiter ;, quote \", line ends CRLF, 2 header rows at line 3:\n    a.csv, c.csv\n"
                   "  UTF-16LE, delimiter tab, quote none, line ends LF, 1 header row at line 1:\n    b.csv\n"
                   "\nby file    read = loaded + set aside  updates\n"
                   "  a.csv   1,200 =  1,193 +         7        -\n"
                   "  b.csv       1 =      1 +         0        1\n"
                   "  c.csv   1,200 =  1,193 +         7        -\n"
                   "\naccepted: no finding\n");
}

/* What mends it stands once, below the rule; the file to mend first is the first of the table. */
static void a_rule_that_several_files_break_has_its_remedy_once(void **state)
{
    struct fixture *fixture = *state;
    struct input_file two[] = {files[0], files[0]};
    two[0].refuse_above_percent = two[1].refuse_above_percent = 0.5;
    two[1].name = STR("b.csv");
    fixture->input.files = two;
    find(fixture, &date, STR("a.csv"), 4, 2, "");
    find(fixture, &date, STR("b.csv"), 4, 2, "");
    find(fixture, &date, STR("b.csv"), 5, 2, "");
    write_as(fixture, report_write_text, "exports", &accepted);
    assert_written(fixture, "exports: 2 files, 2,400 rows read = 2,386 loaded + 14 set aside\n"
                            "  each: UTF-8, delimiter ;, quote \", line ends CRLF, 2 header rows at line 3\n"
                            "\na.csv\n  error date, 1 time: no date\n    a.csv:4:2\n"
                            "\nb.csv\n  error date, 2 times: no date\n    b.csv:4:2\n    b.csv:5:2\n"
                            "\nby rule\n  error date, 3 times in 2 files: no date\n    to mend it: write JJ/MM/AAAA\n"
                            "\nby file    read = loaded + set aside  errors\n"
                            "  b.csv   1,200 =  1,193 +         7       2  above its 0.5 %\n"
                            "  a.csv   1,200 =  1,193 +         7       1  above its 0.5 %\n"
                            "\naccepted: 3 errors; --strict would refuse it\n");
}

/* Two hundred groups are no ten screens more. */
static void where_much_is_wrong_each_rule_has_fewer_places(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 60 * 5; i++)
        find(fixture, &date, str_format(&fixture->arena, "f%02d.csv", i / 5), i % 5 + 2, 1, "");
    write_as(fixture, report_write_text, "exports", &accepted);
    assert_holds(fixture, "    f00.csv:2:1\n    f00.csv:3:1\n    and 3 more\n");
}

/* Forty columns: whole words, further in; a name that leaves no room for its numbers has a line of its own. */
static void on_a_screen_lines_end_at_its_edge(void **state)
{
    struct fixture *fixture = *state;
    const struct error refusal = {ERROR_INPUT, "a.csv: much more than programme.xml allows"};
    struct input_file one = files[1];
    one.name = STR("inscriptions-\u00E9t\u00E9-2017-T4.csv");
    one.rows_replaced = 0;
    one.rows_loaded = 0;
    one.rows_set_aside = 1;
    fixture->input.files = &one;
    fixture->input.file_count = 1;
    find(fixture, &date, one.name, 7, 2, "digits 99/99; expected a date of the calendar");
    report_write_text(&fixture->out, &(struct report){.folder = "exports",
                                                      .input = &fixture->input,
                                                      .refusal = &refusal,
                                                      .screen = {.columns = 40, .rows = 24}});
    assert_written(fixture,
                   "exports: 1 file, 1 row read = 0 loaded +\n  1 set aside\n"
                   "  each: UTF-16LE, delimiter tab, quote\n    none, line ends LF, 1 header row at\n    line 1\n"
                   "\ninscriptions-\u00E9t\u00E9-2017-T4.csv\n"
                   "  error date, 1 time: no date\n"
                   "    inscriptions-\u00E9t\u00E9-2017-T4.csv:7:2:\n      digits 99/99; expected a date of\n"
                   "      the calendar\n"
                   "    to mend it: write JJ/MM/AAAA\n"
                   "\nby file               read = loaded + set aside  errors\n"
                   "  inscriptions-\u00E9t\u00E9-2017-T4.csv  above its 2 %\n"
                   "                         1 =      0 +         1       1\n"
                   "\nrefused: a.csv: much more than\n  programme.xml allows\n  1 error\n");
}

/* What a screen has no room for is summed up; a file or a program gets all. */
static void on_a_screen_the_last_files_are_summed_up(void **state)
{
    struct fixture *fixture = *state;
    struct input_file many[40];
    for (size_t i = 0; i < 40; i++) {
        many[i] = files[0];
        many[i].refuse_above_percent = 50;
        many[i].name = str_format(&fixture->arena, "f%02zu.csv", i);
    }
    fixture->input.files = many;
    fixture->input.file_count = 40;
    struct report report = {.folder = "x", .input = &fixture->input, .refusal = &accepted, .screen = {80, 24}};
    report_write_files(&fixture->out, &report);
    assert_holds(fixture, "\n  f14.csv              1,200 =  1,193 +         7\n"
                          "  and 25 files more   30,000 = 29,825 +       175\n");
    report.screen = (struct screen){0, 0};
    buf_reset(&fixture->out);
    report_write_files(&fixture->out, &report);
    assert_int_equal(count_of(fixture, "\n  f"), 40);
}

static void the_verdict_says_why_it_is_refused(void **state)
{
    struct fixture *fixture = *state;
    find_the_usual(fixture);
    const struct error refusal = {ERROR_INPUT, "a.csv: too much"};
    write_as(fixture, report_write_text, "exports", &refusal);
    assert_true(str_ends(buf_str(&fixture->out), STR("\n\nrefused: a.csv: too much\n  7 errors, 1 warning, 1 note\n")));
}

static void the_summary_gathers_by_rule_errors_first(void **state)
{
    struct fixture *fixture = *state;
    find_the_usual(fixture);
    findings_sort(&fixture->input.findings);
    report_write_summary(&fixture->out, "exports", &fixture->input);
    assert_written(fixture,
                   "exports: 7 errors, 1 warning, 1 note; gencarto check exports lists them\n"
                   "  error date, 7 times: no date\n    first at a.csv:3:2: digits 99/99\n"
                   "    to mend it: write JJ/MM/AAAA\n"
                   "  warning siret, 1 time: no SIRET\n    b.csv:4: \"x [2J y\"\n    to mend it: give 14 digits\n"
                   "  note hint, 1 time: odd\n    z.txt\n");
}

static void nothing_found_is_said_in_no_line_but_one(void **state)
{
    struct fixture *fixture = *state;
    report_write_summary(&fixture->out, "exports", &fixture->input);
    assert_written(fixture, "");
    report_write_counts(&fixture->out, &fixture->input.findings);
    assert_written(fixture, "no finding");
}

/* One finding, with signs that every format has to escape, in an input that is refused. */
static void write_one(struct fixture *fixture, report_writer *write)
{
    static const struct error refusal = {ERROR_INPUT, "too many \"errors\""};
    const struct digest digest = {41, STR("0f")};
    fixture->input.files = &files[1];
    fixture->input.file_count = 1;
    find(fixture, &siret, STR("b.csv"), 4, 2, "\"x\x1b\\\xFFy\"");
    findings_sort(&fixture->input.findings);
    write(&fixture->out,
          &(struct report){.folder = "exports", .input = &fixture->input, .refusal = &refusal, .digests = &digest});
}

static void the_document_has_every_finding(void **state)
{
    struct fixture *fixture = *state;
    write_one(fixture, report_write_json);
    assert_written(
        fixture,
        "{\n  \"program\": \"gencarto " GENCARTO_VERSION "\",\n  \"input\": \"exports\",\n  \"valid\": false,\n"
        "  \"accepted\": false,\n  \"refusal\": \"too many \\\"errors\\\"\",\n  \"warnings\": [],\n"
        "  \"errors\": [{\"type\": \"input-refused\", \"title\": \"the input is refused\", \"message\": "
        "\"too many \\\"errors\\\"\", \"description\": \"\", \"note\": \"\", \"tags\": []}],\n"
        "  \"stats\": {\"tasks\": 1, \"errors\": 0, \"warnings\": 1, \"notes\": 0, \"rows_read\": 1, \"rows_loaded\": 1, "
        "\"rows_set_aside\": 0, \"rows_replaced\": 1},\n"
        "  \"tasks\": [\n    {\"name\": \"b.csv\", \"place\": \"b.csv\", \"type\": \"table\", \"valid\": true,\n"
        "      \"table\": \"inscriptions\", \"encoding\": \"UTF-16LE\", \"delimiter\": \"\\u0009\", "
        "\"fixed_width\": [], \"quote\": \"\", "
        "\"line_ends\": \"LF\", \"header_line\": 1, \"header_rows\": 1, \"personal\": true, "
        "\"refuse_above_percent\": 2, \"exceeds\": false,\n      \"labels\": [\"inscription_id\", \"apprenant\"],\n"
        "      \"stats\": {\"errors\": 0, \"warnings\": 1, \"notes\": 0, \"fields\": 2, \"rows\": 1, \"rows_read\": 1, "
        "\"rows_loaded\": 1, \"rows_set_aside\": 0, \"rows_replaced\": 1, \"bytes\": 41, \"sha256\": \"0f\"},\n"
        "      \"warnings\": [\n        \"siret, 1 time: no SIRET\"],\n      \"errors\": [],\n      \"notices\": [\n"
        "        {\"type\": \"siret\", \"title\": \"no SIRET\", \"description\": \"give 14 digits\", \"severity\": "
        "\"warning\", \"message\": \"\\\"x\\u001b\\\\\\ufffdy\\\"\", \"note\": \"\\\"x\\u001b\\\\\\ufffdy\\\"\", \"tags\": "
        "[\"#table\", \"#row\", \"#cell\"], \"rowNumber\": 4, \"fieldNumber\": 2}]}]\n}\n");
}

static void sarif_has_the_rules_and_the_places(void **state)
{
    struct fixture *fixture = *state;
    write_one(fixture, report_write_sarif);
    static const char *const parts[] = {
        "\"version\": \"2.1.0\"",
        "\"help\": {\"text\": \"give 14 digits\"}, \"defaultConfiguration\": {\"level\": \"warning\"}, ",
        "\"properties\": {\"tags\": [\"data-quality\"], \"problem.severity\": \"warning\"}}",
        "\"originalUriBaseIds\": {\"%SRCROOT%\": {\"description\": ",
        "\"partialFingerprints\": {\"ruleFileColumnRank/v1\": \"siret:b.csv:2:0\"}",
        "{\"ruleId\": \"siret\", \"ruleIndex\": 0, \"level\": \"warning\", \"message\": {\"text\": \"no SIRET; ",
        "{\"uri\": \"exports/b.csv\", \"uriBaseId\": \"%SRCROOT%\"}, \"region\": {\"startLine\": 4}}}], \"properties\": {\"field\": 2}",
        "\"executionSuccessful\": false"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_holds(fixture, parts[i]);
}

/* The third of a rule in a column stays the third when a row comes above it. */
static void fingerprints_do_not_hang_on_lines(void **state)
{
    struct fixture *fixture = *state;
    find_the_usual(fixture);
    write_as(fixture, report_write_sarif, "../x", &accepted);
    assert_holds(fixture, "\"startLine\": 5}}}], \"properties\": {\"field\": 2}, \"partialFingerprints\": "
                          "{\"ruleFileColumnRank/v1\": \"date:a.csv:2:2\"}");
}

/* Code hosts and editors look for the file from their own folder on; what lies elsewhere has no address there. */
static void sarif_has_addresses_that_are_found(void **state)
{
    static const struct {
        const char *folder, *address;
    } cases[] = {
        {"exports",
         "{\"uri\": \"exports/%C3%A9t%C3%A9%201.csv\", \"uriBaseId\": \"%SRCROOT%\"}, \"region\": {\"startLine\": 1}"},
        {"./a//mes exports..v2/",
         "{\"uri\": \"a/mes%20exports..v2/%C3%A9t%C3%A9%201.csv\", \"uriBaseId\": \"%SRCROOT%\"}"},
        {".", "{\"uri\": \"%C3%A9t%C3%A9%201.csv\", \"uriBaseId\": \"%SRCROOT%\"}"},
        {"/srv/mes exports", "{\"uri\": \"file:///srv/mes%20exports/%C3%A9t%C3%A9%201.csv\"}"},
        {"../x", "{\"uri\": \"%C3%A9t%C3%A9%201.csv\", \"uriBaseId\": \"INPUT\"}"},
        {"../x", "\"originalUriBaseIds\": {\"INPUT\": {\"description\": "},
    };
    struct fixture *fixture = *state;
    find(fixture, &hint, STR("\u00E9t\u00E9 1.csv"), 0, 0, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_as(fixture, report_write_sarif, cases[i].folder, &accepted);
        assert_holds(fixture, cases[i].address);
    }
}

/* GitHub refuses more than 25,000 results: the notes give way to warnings, and these to errors. */
static void sarif_has_as_many_results_as_code_hosts_take(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 30 * FINDINGS_KEPT; i++) {
        struct str file = str_format(&fixture->arena, "%02d.csv", i / FINDINGS_KEPT);
        find(fixture, i < 2 * FINDINGS_KEPT ? &hint : i % 2 ? &siret : &date, file, i + 2, 1, "");
    }
    write_as(fixture, report_write_sarif, "x", &accepted);
    assert_int_equal(count_of(fixture, "\"level\": \"error\", \"message\": {\"text\": \"no date"), 14000);
    assert_int_equal(count_of(fixture, "\"level\": \"warning\", \"message\": {\"text\": \"no SIRET"), 11000);
    assert_int_equal(count_of(fixture, "\"level\": \"note\", \"message\": {\"text\": \"odd"), 0);
    assert_holds(fixture,
                 "\"5,000 results more, the least grave ones, are left out: code hosts refuse more than 25,000\"");
}

static void what_is_not_listed_is_told_to_programs(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < FINDINGS_KEPT + 500; i++)
        find(fixture, &date, STR("a.csv"), i + 2, 1, "");
    write_as(fixture, report_write_json, "x", &accepted);
    assert_holds(fixture, "\"date, 1,500 times: no date; the first 1,000 are listed\"");
    write_as(fixture, report_write_sarif, "x", &accepted);
    assert_holds(
        fixture,
        "{\"level\": \"note\", \"message\": {\"text\": \"a.csv: date, 1,500 times; the first 1,000 are listed\"}}");
}

static void junit_has_a_suite_for_each_file(void **state)
{
    struct fixture *fixture = *state;
    find_the_usual(fixture);
    struct error none = {0};
    write_as(fixture, report_write_junit, "exports & more", &none);
    static const char *const parts[] = {
        "<testsuites name=\"gencarto check\" tests=\"4\" failures=\"1\" errors=\"0\">",
        "<testcase classname=\"exports &amp; more\" name=\"accepted\"/>",
        "<testsuite name=\"a.csv\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">",
        "<testcase classname=\"a.csv\" name=\"date\" file=\"exports &amp; more/a.csv\">",
        "<failure type=\"date\" message=\"no date\">error: no date\na.csv:3:2: digits 99/99",
        "<system-out>warning: no SIRET\nb.csv:4: &quot;x [2J y&quot;\nto mend it: give 14 digits</system-out>",
        "<testsuite name=\"z.txt\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_holds(fixture, parts[i]);
}

/* Names of files may be no UTF-8, and hold what XML may not. */
static void junit_is_well_formed_whatever_the_names(void **state)
{
    struct fixture *fixture = *state;
    find(fixture, &date, STR("caf\xE9 \uFFFF\x01.csv"), 2, 1, "a\xE9");
    write_as(fixture, report_write_junit, "x\xE9", &accepted);
    assert_holds(fixture, "<testsuite name=\"caf\uFFFD \uFFFD .csv\" ");
    assert_holds(fixture, " file=\"x\uFFFD/caf\uFFFD \uFFFD .csv\">");
    assert_holds(fixture, "\ncaf\uFFFD \uFFFD .csv:2:1: a\uFFFD\n");
    assert_true(text_is_utf8(buf_str(&fixture->out), NULL));
}

static void an_unreadable_input_has_an_empty_document(void **state)
{
    struct fixture *fixture = *state;
    struct error refusal = {ERROR_INPUT, "absent"};
    report_write_json(&fixture->out, &(struct report){.folder = "exports", .input = NULL, .refusal = &refusal});
    assert_holds(fixture, "\"refusal\": \"absent\"");
    assert_holds(fixture, "\"tasks\": []");
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    struct fixture *fixture = *state;
    terminal_write_plain(&fixture->out, STR("\xC3\xA9\x1b[1m\x7F\xC2\x9B"
                                            "0m\xC2\xA0|"));
    assert_written(fixture, "\xC3\xA9 [1m  0m\xC2\xA0|");
}

#define TEST(behaviour) cmocka_unit_test_setup_teardown(behaviour, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_text_gathers_by_file_and_rule),
        TEST(a_dialect_that_files_share_is_said_once),
        TEST(a_rule_that_several_files_break_has_its_remedy_once),
        TEST(where_much_is_wrong_each_rule_has_fewer_places),
        TEST(on_a_screen_lines_end_at_its_edge),
        TEST(on_a_screen_the_last_files_are_summed_up),
        TEST(the_verdict_says_why_it_is_refused),
        TEST(the_summary_gathers_by_rule_errors_first),
        TEST(nothing_found_is_said_in_no_line_but_one),
        TEST(the_document_has_every_finding),
        TEST(sarif_has_the_rules_and_the_places),
        TEST(fingerprints_do_not_hang_on_lines),
        TEST(sarif_has_addresses_that_are_found),
        TEST(sarif_has_as_many_results_as_code_hosts_take),
        TEST(what_is_not_listed_is_told_to_programs),
        TEST(junit_has_a_suite_for_each_file),
        TEST(junit_is_well_formed_whatever_the_names),
        TEST(an_unreadable_input_has_an_empty_document),
        TEST(control_characters_do_not_reach_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
