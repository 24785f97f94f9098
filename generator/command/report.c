#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "terminal.h"

const char *report_severity_word(enum severity severity)
{
    return severity == SEVERITY_INFO ? "note" : severity_name(severity);
}

void report_write_counts(struct buf *out, const struct findings *findings)
{
    static const enum severity order[] = {SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO};
    size_t start = out->len;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        size_t count = findings_count(findings, order[i]);
        if (count == 0)
            continue;
        if (out->len > start)
            buf_text(out, ", ");
        terminal_write_plural(out, (int64_t)count, report_severity_word(order[i]));
    }
    if (out->len == start)
        buf_text(out, "no finding");
}

void report_write_kept(struct buf *out)
{
    buf_text(out, "; the first ");
    terminal_write_count(out, FINDINGS_KEPT);
    buf_text(out, " are listed");
}

int64_t report_rule_total(const struct findings *findings, const struct rule *rule)
{
    int64_t total = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        total += findings->tallies[i].rule == rule ? findings->tallies[i].count : 0;
    return total;
}

static int compare_rules(const void *left, const void *right)
{
    const struct rule *a = *(const struct rule *const *)left, *b = *(const struct rule *const *)right;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    return strcmp(a->id, b->id);
}

const struct rule **report_rules(struct arena *arena, const struct findings *findings, size_t *out_count)
{
    const struct rule **rules = arena_array(arena, const struct rule *, findings->tally_count + 1);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        rules[count++] = findings->tallies[i].rule;
    if (count)
        qsort(rules, count, sizeof *rules, compare_rules);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || rules[i] != rules[i - 1])
            rules[kept++] = rules[i];
    *out_count = kept;
    return rules;
}

struct input_file report_total(const struct input *input)
{
    struct input_file total = {0};
    for (size_t i = 0; i < input->file_count; i++) {
        total.rows_read += input->files[i].rows_read;
        total.rows_loaded += input->files[i].rows_loaded;
        total.rows_replaced += input->files[i].rows_replaced;
        total.rows_set_aside += input->files[i].rows_set_aside;
    }
    return total;
}
