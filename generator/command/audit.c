/* gencarto audit: reads back a published site and tries to break its protection. */
#include "gencarto/audit/audit.h"
#include "command.h"
#include "terminal.h"

#define SHOWN_EACH 5 /* faults told of each rule */

static void write_fault(struct buf *out, const struct audit_fault *fault)
{
    struct buf line;
    buf_init(&line, NULL);
    buf_format(&line, "  %.*s: %.*s: found %.*s, expected %.*s", STR_ARGS(fault->place), STR_ARGS(fault->cell),
               STR_ARGS(fault->found), STR_ARGS(fault->expected));
    terminal_write_plain(out, buf_str(&line));
    buf_byte(out, '\n');
    buf_clear(&line);
}

static bool is_first_of_rule(const struct audit_report *report, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (str_equal(report->faults[i].rule, report->faults[index].rule))
            return false;
    return true;
}

static void write_rule(struct buf *out, const struct audit_report *report, size_t first)
{
    struct str rule = report->faults[first].rule;
    int64_t count = 0;
    buf_format(out, "%.*s:\n", STR_ARGS(rule));
    for (size_t i = first; i < report->kept; i++)
        if (str_equal(report->faults[i].rule, rule) && ++count <= SHOWN_EACH)
            write_fault(out, &report->faults[i]);
    if (count > SHOWN_EACH) {
        buf_text(out, "  and ");
        terminal_write_count(out, count - SHOWN_EACH);
        buf_text(out, report->kept < report->fault_count ? " more at least\n" : " more\n");
    }
}

static void write_read(struct buf *out, const char *output, const struct audit_report *report)
{
    buf_format(out, "%s: ", output);
    terminal_write_plural(out, report->files, "file");
    buf_text(out, " read; ");
    terminal_write_plural(out, report->cells, "figure");
    buf_text(out, " of public.sqlite, ");
    terminal_write_plural(out, report->shown, "number");
    buf_text(out, " shown as one of them, ");
    terminal_write_plural(out, report->counted, "number");
    buf_text(out, " of persons beside");
    if (report->canaries > 0) {
        buf_text(out, ", ");
        terminal_write_plural(out, report->canaries, "canary text");
        buf_text(out, " looked for");
    }
    buf_text(out, report->fault_count == 0 ? ": no attack succeeds\n" : "\n");
}

static bool print(const struct invocation *invocation, const struct audit_report *report, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    for (size_t i = 0; i < report->kept; i++)
        if (is_first_of_rule(report, i))
            write_rule(&text, report, i);
    if (!invocation->values[OPTION_QUIET].given)
        write_read(&text, invocation->operand, report);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool audit_command_run(const struct invocation *invocation, struct error *err)
{
    struct arena run;
    arena_init(&run);
    struct audit_options audit = {.output = invocation->operand,
                                  .canaries = invocation_text(invocation, OPTION_CANARIES, NULL)};
    struct audit_report report;
    bool done = audit_run(&run, &audit, &report, err) && print(invocation, &report, err);
    if (done && report.fault_count > 0)
        done = error_set(err, ERROR_DISCLOSURE, "%s: the protection of persons does not hold: %zu faults", audit.output,
                         report.fault_count);
    arena_clear(&run);
    return done;
}
