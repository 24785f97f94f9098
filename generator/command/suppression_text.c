#include "suppression_text.h"

#include "terminal.h"

#define COLUMNS_LEVEL 12

static int64_t hidden_of(const struct suppression_report *report, unsigned level)
{
    int64_t hidden = 0;
    for (unsigned reason = SUPPRESSION_NONE + 1; reason < SUPPRESSION_REASONS; reason++) {
        hidden += report->flows[level][reason];
    }
    return hidden;
}

static void write_level(struct buf *out, const struct suppression_report *report, unsigned level)
{
    static const char *const names[SUPPRESSION_REASONS] = {
        [SUPPRESSION_THRESHOLD] = "small",
        [SUPPRESSION_COMPLEMENT] = "leaving few",
        [SUPPRESSION_SECONDARY] = "for others",
        [SUPPRESSION_LATER] = "for a cumulative figure",
    };
    size_t start = out->len;
    buf_format(out, "  %s", entity_kind_name((enum entity_kind)level));
    terminal_write_pad(out, start, COLUMNS_LEVEL);
    terminal_write_count(out, hidden_of(report, level));
    buf_text(out, " of ");
    terminal_write_plural(out, hidden_of(report, level) + report->flows[level][SUPPRESSION_NONE], "quarterly count");
    for (unsigned reason = SUPPRESSION_NONE + 1; reason < SUPPRESSION_REASONS; reason++) {
        buf_text(out, reason == SUPPRESSION_NONE + 1 ? " (" : ", ");
        terminal_write_count(out, report->flows[level][reason]);
        buf_format(out, " %s", names[reason]);
    }
    buf_text(out, "), ");
    terminal_write_count(out, report->sums[level][1]);
    buf_text(out, " of ");
    terminal_write_plural(out, report->sums[level][0] + report->sums[level][1], "cumulative one");
    buf_byte(out, '\n');
}

void suppression_text_write(struct buf *out, const struct suppression_report *report)
{
    int64_t large = 0;
    buf_text(out, "suppression: hidden, of those that are not 0\n");
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        write_level(out, report, level);
        large += report->large[level];
    }
    if (large > 0) {
        buf_text(out, "warning: ");
        terminal_write_plural(out, large, "large count");
        buf_format(out, " (%d times the threshold or more) had to be hidden; fewer published levels would show more\n",
                   SUPPRESSION_LARGE);
    }
}
