#include "gencarto/compile/cube/revision.h"

#include <stdlib.h>

const char *const revision_cause_codes[CAUSES] = {
    [CAUSE_LATE] = "late",     [CAUSE_CORRECTION] = "correction", [CAUSE_WITHDRAWAL] = "withdrawal",
    [CAUSE_METHOD] = "method", [CAUSE_BOUNDARY] = "boundary",
};

void revisions_add(struct revisions *revisions, struct arena *arena, struct revision revision)
{
    *arena_push(arena, revisions->items, revisions->count, revisions->capacity) = revision;
}

static int compare_figures(const struct revision *a, const struct revision *b)
{
    const int64_t as[] = {a->release, a->measure, a->dimensions, a->names_only,
                          a->level,   a->unit,    a->quarter,    a->category};
    const int64_t bs[] = {b->release, b->measure, b->dimensions, b->names_only,
                          b->level,   b->unit,    b->quarter,    b->category};
    for (size_t i = 0; i < sizeof as / sizeof *as; i++) {
        if (as[i] != bs[i]) {
            return as[i] < bs[i] ? -1 : 1;
        }
    }
    return 0;
}

static int compare_revisions(const void *left, const void *right)
{
    const struct revision *a = left, *b = right;
    int order = compare_figures(a, b);
    return order != 0 ? order : (a->cause > b->cause) - (a->cause < b->cause);
}

void revisions_mark_main(struct revisions *revisions)
{
    struct revision *items = revisions->items;
    if (revisions->count > 0) {
        qsort(items, revisions->count, sizeof *items, compare_revisions);
    }
    for (size_t first = 0, end; first < revisions->count; first = end) {
        size_t main = first;
        for (end = first; end < revisions->count && compare_figures(&items[first], &items[end]) == 0; end++) {
            items[end].is_main = false;
            main = abs(items[end].change) > abs(items[main].change) ? end : main;
        }
        items[main].is_main = true;
    }
}

struct revisions revisions_of_country(struct arena *arena, const struct revisions *revisions)
{
    struct revisions country = {0};
    for (size_t i = 0; i < revisions->count; i++) {
        struct revision revision = revisions->items[i];
        if (!revision.names_only) {
            revision.level = ENTITY_COUNTRY;
            revision.unit = 0;
            revisions_add(&country, arena, revision);
        }
    }
    if (country.count > 0) {
        qsort(country.items, country.count, sizeof *country.items, compare_revisions);
    }
    size_t kept = 0;
    for (size_t i = 0; i < country.count; i++) {
        if (kept > 0 && compare_revisions(&country.items[kept - 1], &country.items[i]) == 0) {
            country.items[kept - 1].change += country.items[i].change;
        } else {
            country.items[kept++] = country.items[i];
        }
    }
    country.count = kept;
    revisions_mark_main(&country);
    return country;
}
