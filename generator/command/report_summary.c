/* What build and its kin say of the findings before they go on: a few lines. */
#include "command.h"
#include "report.h"
#include "report_groups.h"
#include "terminal.h"

#define RULES_IN_SUMMARY 12

static void write_rule_summary(struct buf *out, const struct report_group *group)
{
    const struct rule *rule = group->first->rule;
    buf_format(out, "  %s %s, ", report_severity_word(rule->severity), rule->id);
    terminal_write_plural(out, group->count, "time");
    buf_format(out, ": %s\n    %s", rule->message, group->count > 1 ? "first at " : "");
    report_write_place(out, group->first);
    if (rule->remedy && rule->remedy[0])
        buf_format(out, "    to mend it: %s\n", rule->remedy);
}

void report_write_summary(struct buf *out, const char *folder, const struct input *input)
{
    const struct findings *findings = &input->findings;
    if (findings->count == 0)
        return;
    struct arena scratch;
    arena_init(&scratch);
    const struct finding *sorted = report_sorted(&scratch, findings, report_by_rule);
    buf_format(out, "%s: ", folder);
    report_write_counts(out, findings);
    buf_format(out, "; " PROGRAM_NAME " check %s lists them\n", folder);
    int rules = 0;
    for (size_t i = 0; i < findings->count;) {
        struct report_group group = report_group_at(sorted, findings, i, false);
        if (rules++ < RULES_IN_SUMMARY)
            write_rule_summary(out, &group);
        i += (size_t)group.kept;
    }
    if (rules > RULES_IN_SUMMARY) {
        buf_text(out, "  and ");
        terminal_write_plural(out, rules - RULES_IN_SUMMARY, "more rule");
        buf_byte(out, '\n');
    }
    arena_clear(&scratch);
}
