/* JUnit XML, as build servers read it: testsuites, testsuite, testcase, failure, system-out. */
#include "command.h"
#include "gencarto/base/file.h"
#include "gencarto/base/text.h"
#include "report.h"
#include "report_groups.h"
#include "terminal.h"

#define PLACES 20 /* of a rule in a file: a build server shows them all on a page */

/* Text or attribute: control characters are blanks, the signs of XML are entities. */
static void write_escaped(struct buf *out, struct str text)
{
    struct buf plain;
    buf_init(&plain, NULL);
    terminal_write_plain(&plain, text);
    text_write_escaped(out, buf_str(&plain));
    buf_clear(&plain);
}

static void write_attribute(struct buf *out, const char *name, struct str value)
{
    buf_format(out, " %s=\"", name);
    write_escaped(out, value);
    buf_byte(out, '"');
}

/* --- cases --- */

/* The first places, in the lines of the text report. */
static void write_places(struct buf *out, const struct findings *findings, const struct finding_tally *tally)
{
    int64_t shown = 0;
    struct buf place;
    buf_init(&place, NULL);
    for (size_t i = 0; i < findings->count && shown < PLACES; i++) {
        const struct finding *finding = &findings->items[i];
        if (finding->rule != tally->rule || !str_equal(finding->file, tally->file))
            continue;
        shown++;
        buf_reset(&place);
        report_write_place(&place, finding);
        text_write_escaped(out, buf_str(&place));
    }
    buf_clear(&place);
    if (tally->count > shown) {
        buf_text(out, "and ");
        terminal_write_count(out, tally->count - shown);
        buf_text(out, " more\n");
    }
    buf_text(out, "to mend it: ");
    write_escaped(out, str_from(tally->rule->remedy));
}

/* The file as the folder that the check ran in has it: build servers link to it. */
static void write_file(struct buf *out, const struct report *report, struct str name)
{
    struct arena scratch;
    arena_init(&scratch);
    write_attribute(out, "file", str_from(file_join(&scratch, report->folder, str_text(&scratch, name))));
    arena_clear(&scratch);
}

static void write_case(struct buf *out, const struct report *report, const struct findings *findings,
                       const struct finding_tally *tally)
{
    const struct rule *rule = tally->rule;
    bool is_failure = rule->severity == SEVERITY_ERROR;
    buf_text(out, "    <testcase");
    write_attribute(out, "classname", tally->file);
    write_attribute(out, "name", str_from(rule->id));
    write_file(out, report, tally->file);
    if (is_failure) {
        buf_text(out, ">\n      <failure");
        write_attribute(out, "type", str_from(rule->id));
        write_attribute(out, "message", str_from(rule->message));
        buf_byte(out, '>');
    } else {
        buf_text(out, ">\n      <system-out>");
    }
    buf_format(out, "%s: ", report_severity_word(rule->severity)); /* some servers show no message */
    write_escaped(out, str_from(rule->message));
    buf_byte(out, '\n');
    write_places(out, findings, tally);
    buf_text(out, is_failure ? "</failure>\n    </testcase>\n" : "</system-out>\n    </testcase>\n");
}

/* --- suites --- */

struct suite {
    struct str name;
    int64_t cases, failures;
};

static struct suite suite_of(const struct findings *findings, struct str name)
{
    struct suite suite = {.name = name};
    for (size_t i = 0; i < findings->tally_count; i++) {
        const struct finding_tally *tally = &findings->tallies[i];
        if (str_equal(tally->file, name)) {
            suite.cases++;
            suite.failures += tally->rule->severity == SEVERITY_ERROR;
        }
    }
    return suite;
}

/* A file without a finding is one case that passes. */
static void write_suite(struct buf *out, const struct report *report, const struct findings *findings,
                        const struct suite *suite)
{
    buf_text(out, "  <testsuite");
    write_attribute(out, "name", suite->name);
    buf_format(out, " tests=\"%lld\" failures=\"%lld\" errors=\"0\" skipped=\"0\">\n",
               (long long)(suite->cases ? suite->cases : 1), (long long)suite->failures);
    if (suite->cases == 0) {
        buf_text(out, "    <testcase");
        write_attribute(out, "classname", suite->name);
        buf_text(out, " name=\"no finding\"");
        write_file(out, report, suite->name);
        buf_text(out, "/>\n");
    }
    for (size_t i = 0; i < findings->tally_count; i++)
        if (str_equal(findings->tallies[i].file, suite->name))
            write_case(out, report, findings, &findings->tallies[i]);
    buf_text(out, "  </testsuite>\n");
}

static void write_acceptance(struct buf *out, const struct report *report)
{
    bool is_refused = report->refusal->kind != ERROR_NONE;
    buf_format(out, "  <testsuite name=\"input\" tests=\"1\" failures=\"%d\" errors=\"0\" skipped=\"0\">\n",
               is_refused);
    buf_text(out, "    <testcase");
    write_attribute(out, "classname", str_from(report->folder));
    buf_text(out, " name=\"accepted\"");
    if (is_refused) {
        buf_text(out, ">\n      <failure type=\"input-refused\"");
        write_attribute(out, "message", str_from(report->refusal->message));
        buf_byte(out, '>');
        write_escaped(out, str_from(report->refusal->message));
        buf_text(out, "</failure>\n    </testcase>\n");
    } else {
        buf_text(out, "/>\n");
    }
    buf_text(out, "  </testsuite>\n");
}

/* The tables in the order of reading, then what else has findings. */
static size_t list_suites(struct arena *arena, const struct input *input, struct suite **out_suites)
{
    const struct findings *findings = &input->findings;
    struct suite *suites = arena_array(arena, struct suite, input->file_count + findings->tally_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < input->file_count; i++)
        suites[count++] = suite_of(findings, input->files[i].name);
    for (size_t i = 0; i < findings->tally_count; i++) {
        struct str name = findings->tallies[i].file;
        bool is_listed = false;
        for (size_t s = 0; s < count && !is_listed; s++)
            is_listed = str_equal(suites[s].name, name);
        if (!is_listed)
            suites[count++] = suite_of(findings, name);
    }
    *out_suites = suites;
    return count;
}

void report_write_junit(struct buf *out, const struct report *report)
{
    static const struct input nothing;
    const struct input *input = report->input ? report->input : &nothing;
    struct arena scratch;
    struct suite *suites;
    arena_init(&scratch);
    size_t count = list_suites(&scratch, input, &suites);
    int64_t cases = 1, failures = report->refusal->kind != ERROR_NONE;
    for (size_t i = 0; i < count; i++) {
        cases += suites[i].cases ? suites[i].cases : 1;
        failures += suites[i].failures;
    }
    buf_format(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<testsuites name=\"" PROGRAM_NAME " check\" tests=\"%lld\" failures=\"%lld\" errors=\"0\">\n",
               (long long)cases, (long long)failures);
    write_acceptance(out, report);
    for (size_t i = 0; i < count; i++)
        write_suite(out, report, &input->findings, &suites[i]);
    buf_text(out, "</testsuites>\n");
    arena_clear(&scratch);
}
