#include "report_groups.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "terminal.h"

void report_write_place(struct buf *out, const struct finding *finding)
{
    terminal_write_plain(out, finding->file);
    if (finding->line > 0)
        buf_format(out, ":%lld", (long long)finding->line);
    if (finding->line > 0 && finding->column > 0)
        buf_format(out, ":%d", finding->column);
    if (finding->detail.len) {
        buf_text(out, ": ");
        terminal_write_plain(out, finding->detail);
    }
    buf_byte(out, '\n');
}

static int compare_places(const struct finding *a, const struct finding *b)
{
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

int report_by_rule(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->rule->severity != b->rule->severity)
        return a->rule->severity > b->rule->severity ? -1 : 1;
    int order = strcmp(a->rule->id, b->rule->id);
    if (order == 0)
        order = str_compare(a->file, b->file);
    return order ? order : compare_places(a, b);
}

int report_by_file(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int order = str_compare(a->file, b->file);
    return order ? order : report_by_rule(left, right);
}

struct finding *report_sorted(struct arena *arena, const struct findings *findings,
                              int (*compare)(const void *, const void *))
{
    struct finding *copy = arena_array(arena, struct finding, findings->count);
    if (findings->count) {
        memcpy(copy, findings->items, findings->count * sizeof *copy);
        qsort(copy, findings->count, sizeof *copy, compare);
    }
    return copy;
}

struct report_group report_group_at(const struct finding *sorted, const struct findings *findings, size_t from,
                                    bool same_file)
{
    struct report_group group = {.first = &sorted[from]};
    for (size_t i = from; i < findings->count && sorted[i].rule == group.first->rule; i++) {
        if (same_file && !str_equal(sorted[i].file, group.first->file))
            break;
        group.kept++;
    }
    group.count = same_file ? findings_total(findings, group.first->rule, group.first->file)
                            : report_rule_total(findings, group.first->rule);
    return group;
}
