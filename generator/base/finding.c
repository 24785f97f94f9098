#include "gencarto/base/finding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {
        [SEVERITY_INFO] = "info",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_ERROR] = "error",
    };
    assert((unsigned)severity < sizeof names / sizeof *names);
    return names[severity];
}

void findings_init(struct findings *findings, struct arena *arena)
{
    *findings = (struct findings){.arena = arena};
}

/* Findings come file by file: the name is copied once for a run of them. */
static struct str copied_file(const struct findings *findings, struct str file)
{
    if (findings->count && str_equal(findings->items[findings->count - 1].file, file))
        return findings->items[findings->count - 1].file;
    return str_copy(findings->arena, file);
}

void findings_add(struct findings *findings, const struct rule *rule, struct str file, int64_t line, int column,
                  struct str detail)
{
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity ? findings->capacity * 2 : 32;
        findings->items = arena_grow(findings->arena, findings->items, findings->capacity * sizeof *findings->items,
                                     capacity * sizeof *findings->items);
        findings->capacity = capacity;
    }
    struct finding added = {
        .rule = rule,
        .file = copied_file(findings, file),
        .line = line,
        .column = column,
        .detail = str_copy(findings->arena, detail),
    };
    findings->items[findings->count++] = added;
}

size_t findings_count(const struct findings *findings, enum severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].rule->severity == severity;
    return count;
}

/* The detail comes last so that the order is total: it never depends on the order of adding. */
static int compare(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    int by_file = str_compare(a->file, b->file);
    if (by_file)
        return by_file;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    int by_rule = strcmp(a->rule->id, b->rule->id);
    return by_rule ? by_rule : str_compare(a->detail, b->detail);
}

void findings_sort(struct findings *findings)
{
    if (findings->count)
        qsort(findings->items, findings->count, sizeof *findings->items, compare);
}
