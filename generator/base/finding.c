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

/* ---- tallies ---- */

static size_t slot_count(const struct findings *findings)
{
    return findings->tally_capacity * 2;
}

static bool is_tally_of(const struct finding_tally *tally, const struct rule *rule, struct str file)
{
    return tally->rule == rule && str_equal(tally->file, file);
}

/* The slot of the rule in the file, or the free one where it would be: linear probing. */
static uint32_t *find_slot(const struct findings *findings, const struct rule *rule, struct str file)
{
    size_t mask = slot_count(findings) - 1;
    unsigned long long hash = str_hash(file) * 31 + str_hash(str_from(rule->id));
    size_t at = (size_t)(hash ^ hash >> 32) & mask;
    while (findings->slots[at] && !is_tally_of(&findings->tallies[findings->slots[at] - 1], rule, file))
        at = (at + 1) & mask;
    return &findings->slots[at];
}

static void fill_slots(struct findings *findings)
{
    for (size_t i = 0; i < findings->tally_count; i++)
        *find_slot(findings, findings->tallies[i].rule, findings->tallies[i].file) = (uint32_t)i + 1;
}

static void grow_tallies(struct findings *findings)
{
    size_t capacity = findings->tally_capacity ? findings->tally_capacity * 2 : 64;
    findings->tallies =
        arena_grow(findings->arena, findings->tallies, findings->tally_capacity * sizeof *findings->tallies,
                   capacity * sizeof *findings->tallies);
    findings->tally_capacity = capacity;
    findings->slots = arena_array(findings->arena, uint32_t, slot_count(findings));
    fill_slots(findings);
}

static struct finding_tally *tally_of(struct findings *findings, const struct rule *rule, struct str file)
{
    if (findings->tally_count == findings->tally_capacity)
        grow_tallies(findings);
    uint32_t *slot = find_slot(findings, rule, file);
    if (!*slot) {
        struct finding_tally tally = {rule, str_copy(findings->arena, file), 0};
        findings->tallies[findings->tally_count++] = tally;
        *slot = (uint32_t)findings->tally_count;
    }
    return &findings->tallies[*slot - 1];
}

/* ---- findings ---- */

static void keep(struct findings *findings, const struct finding *finding)
{
    if (findings->count == findings->capacity) {
        size_t capacity = findings->capacity ? findings->capacity * 2 : 32;
        findings->items = arena_grow(findings->arena, findings->items, findings->capacity * sizeof *findings->items,
                                     capacity * sizeof *findings->items);
        findings->capacity = capacity;
    }
    findings->items[findings->count++] = *finding;
}

void findings_add(struct findings *findings, const struct rule *rule, struct str file, int64_t line, int column,
                  struct str detail)
{
    struct finding_tally *tally = tally_of(findings, rule, file);
    if (tally->count++ < FINDINGS_KEPT)
        keep(findings, &(struct finding){rule, tally->file, line, column, str_copy(findings->arena, detail)});
}

/* Each tally of `more` counts what was added; what was not kept there would not be kept here. */
void findings_append(struct findings *findings, const struct findings *more, int64_t line_offset)
{
    for (size_t i = 0; i < more->count; i++) {
        const struct finding *finding = &more->items[i];
        int64_t line = finding->line ? finding->line + line_offset : 0;
        findings_add(findings, finding->rule, finding->file, line, finding->column, finding->detail);
    }
    for (size_t i = 0; i < more->tally_count; i++) {
        const struct finding_tally *tally = &more->tallies[i];
        if (tally->count > FINDINGS_KEPT)
            tally_of(findings, tally->rule, tally->file)->count += tally->count - FINDINGS_KEPT;
    }
}

size_t findings_count(const struct findings *findings, enum severity severity)
{
    int64_t count = 0;
    for (size_t i = 0; i < findings->tally_count; i++)
        if (findings->tallies[i].rule->severity == severity)
            count += findings->tallies[i].count;
    return (size_t)count;
}

int64_t findings_total(const struct findings *findings, const struct rule *rule, struct str file)
{
    if (findings->tally_count == 0)
        return 0;
    uint32_t slot = *find_slot(findings, rule, file);
    return slot ? findings->tallies[slot - 1].count : 0;
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

static int compare_tallies(const void *left, const void *right)
{
    const struct finding_tally *a = left, *b = right;
    int by_file = str_compare(a->file, b->file);
    return by_file ? by_file : strcmp(a->rule->id, b->rule->id);
}

void findings_sort(struct findings *findings)
{
    if (findings->count == 0)
        return;
    qsort(findings->items, findings->count, sizeof *findings->items, compare);
    qsort(findings->tallies, findings->tally_count, sizeof *findings->tallies, compare_tallies);
    memset(findings->slots, 0, slot_count(findings) * sizeof *findings->slots);
    fill_slots(findings);
}
