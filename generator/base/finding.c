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

void findings_keep_places(struct findings *findings)
{
    findings->keeps_places = true;
}

void findings_init_part(struct findings *part, struct arena *arena, const struct findings *whole)
{
    findings_init(part, arena);
    part->keeps_places = whole->keeps_places;
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
        uint32_t number = (uint32_t)findings->tally_count++;
        findings->tallies[number] = (struct finding_tally){rule, str_copy(findings->arena, file), 0, number};
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

static void keep_place(struct findings *findings, const struct finding_place *place)
{
    if (findings->place_count == findings->place_capacity) {
        size_t capacity = findings->place_capacity ? findings->place_capacity * 2 : 256;
        findings->places =
            arena_grow(findings->arena, findings->places, findings->place_capacity * sizeof *findings->places,
                       capacity * sizeof *findings->places);
        findings->place_capacity = capacity;
    }
    findings->places[findings->place_count++] = *place;
}

void findings_add(struct findings *findings, const struct rule *rule, struct str file, int64_t line, int column,
                  struct str detail)
{
    struct finding_tally *tally = tally_of(findings, rule, file);
    if (tally->count++ < FINDINGS_KEPT)
        keep(findings, &(struct finding){rule, tally->file, line, column, str_copy(findings->arena, detail)});
    else if (findings->keeps_places && rule->severity != SEVERITY_INFO)
        keep_place(findings, &(struct finding_place){line, tally->number, column});
}

/* Tallies are in the order of their numbers until they are sorted. */
static void append_places(struct findings *findings, const struct findings *more, int64_t line_offset)
{
    for (size_t i = 0; i < more->place_count; i++) {
        const struct finding_place *place = &more->places[i];
        const struct finding_tally *tally = &more->tallies[place->tally];
        int64_t line = place->line ? place->line + line_offset : 0;
        uint32_t number = tally_of(findings, tally->rule, tally->file)->number;
        keep_place(findings, &(struct finding_place){line, number, place->column});
    }
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
    append_places(findings, more, line_offset);
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

/* `context`: the files of the tallies, by rank. A tally's number is its rank by file and rule. */
static int compare_places(const void *left, const void *right, void *context)
{
    const struct finding_place *a = left, *b = right;
    const uint32_t *files = context;
    if (files[a->tally] != files[b->tally])
        return files[a->tally] < files[b->tally] ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return (a->tally > b->tally) - (a->tally < b->tally);
}

/* The tallies are sorted, their numbers are not yet. */
static void sort_places(struct findings *findings)
{
    struct arena scratch;
    arena_init(&scratch);
    uint32_t *ranks = arena_array(&scratch, uint32_t, findings->tally_count);
    uint32_t *files = arena_array(&scratch, uint32_t, findings->tally_count);
    for (uint32_t i = 0; i < findings->tally_count; i++) {
        struct finding_tally *tally = &findings->tallies[i];
        ranks[tally->number] = i;
        tally->number = i;
        files[i] = i == 0 ? 0 : files[i - 1] + !str_equal(tally->file, tally[-1].file);
    }
    for (size_t i = 0; i < findings->place_count; i++)
        findings->places[i].tally = ranks[findings->places[i].tally];
    if (findings->place_count)
        qsort_r(findings->places, findings->place_count, sizeof *findings->places, compare_places, files);
    arena_clear(&scratch);
}

void findings_sort(struct findings *findings)
{
    if (findings->tally_count == 0)
        return;
    qsort(findings->items, findings->count, sizeof *findings->items, compare);
    qsort(findings->tallies, findings->tally_count, sizeof *findings->tallies, compare_tallies);
    sort_places(findings);
    memset(findings->slots, 0, slot_count(findings) * sizeof *findings->slots);
    fill_slots(findings);
}

/* ---- a walk ---- */

/* Items and places alike. */
typedef struct finding finding_at(const struct findings *findings, size_t index);

static struct finding item_at(const struct findings *findings, size_t index)
{
    return findings->items[index];
}

static struct finding place_at(const struct findings *findings, size_t index)
{
    const struct finding_place *place = &findings->places[index];
    const struct finding_tally *tally = &findings->tallies[place->tally];
    return (struct finding){tally->rule, tally->file, place->line, place->column, STR("")};
}

/* The first of the file, or of the one that would stand behind it. */
static size_t first_of(const struct findings *findings, finding_at *at, size_t count, struct str file)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_compare(at(findings, middle).file, file) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

struct finding_walk findings_walk(const struct findings *findings, struct str file)
{
    return (struct finding_walk){.findings = findings,
                                 .file = file,
                                 .item = first_of(findings, item_at, findings->count, file),
                                 .place = first_of(findings, place_at, findings->place_count, file)};
}

static bool take(const struct finding_walk *walk, finding_at *at, size_t count, size_t *next, int64_t line,
                 struct finding *out_finding)
{
    for (; *next < count; ++*next) {
        struct finding finding = at(walk->findings, *next);
        if (finding.line > line || !str_equal(finding.file, walk->file))
            return false;
        if (finding.line == line) {
            ++*next;
            *out_finding = finding;
            return true;
        }
    }
    return false;
}

bool findings_walk_to(struct finding_walk *walk, int64_t line, struct finding *out_finding)
{
    const struct findings *findings = walk->findings;
    return take(walk, item_at, findings->count, &walk->item, line, out_finding) ||
           take(walk, place_at, findings->place_count, &walk->place, line, out_finding);
}
