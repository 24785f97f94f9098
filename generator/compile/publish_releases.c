#include "publish_releases.h"

#include "insert.h"

static int release_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct published_release *release = (const struct published_release *)context + row;
    return ROW(out, period_value(arena, release->period), VALUE_OF_TEXT(str_from(release->origin)),
               period_value(arena, release->published_by), day_or_null(arena, release->received_day),
               VALUE_OF_INT(release->method), VALUE_OF_INT(release->base), VALUE_OF_INT(release->trainings_moved),
               VALUE_OF_TEXT(release->note));
}

bool publish_releases(struct db *db, const struct published_release *releases, size_t count, struct error *err)
{
    return insert_rows(db, "insert/release", count, release_row, releases, err);
}

/* --- revisions --- */

struct rows {
    const struct calendar *calendar;
    const struct published_tables *counts;
    const struct revision *revisions;
    const int64_t *before; /* [revision] the figure before its release, of those with numbers */
    const int64_t *after;
};

/* The revised flows of one level and table, release after release. */
struct series {
    const struct published_table *table;
    int64_t *flows;
};

static int64_t *flow_of(const struct series *series, uint32_t unit, int quarter, int category)
{
    size_t row = (size_t)unit * (size_t)series->table->quarters + (size_t)quarter;
    return &series->flows[row * (size_t)series->table->categories + (size_t)category];
}

static struct series series_begin(struct arena *arena, const struct published_tables *counts,
                                  const struct published_table *table, enum entity_kind level)
{
    size_t cells = (size_t)counts->geography->count[level] * (size_t)table->quarters * (size_t)table->categories;
    struct series series = {table, arena_array(arena, int64_t, cells)};
    for (size_t i = 0; table->flows[level] != NULL && i < cells; i++) {
        series.flows[i] = table->flows[level][i];
    }
    return series;
}

static bool is_same_figure(const struct revision *a, const struct revision *b)
{
    return a->release == b->release && a->measure == b->measure && a->dimensions == b->dimensions &&
           a->level == b->level && a->unit == b->unit && a->quarter == b->quarter && a->category == b->category;
}

/* Revisions are in the order of their releases; those of one figure stand together. */
static void follow(const struct revisions *revisions, const struct series *all, const struct published_tables *counts,
                   int64_t *before, int64_t *after)
{
    for (size_t first = 0, end; first < revisions->count; first = end) {
        const struct revision *revision = &revisions->items[first];
        int64_t change = 0;
        for (end = first; end < revisions->count && is_same_figure(revision, &revisions->items[end]); end++) {
            change += revisions->items[end].change;
        }
        if (revision->names_only) {
            continue;
        }
        const struct published_table *table = tables_find(counts, revision->measure, revision->dimensions);
        const struct series *series = &all[table - counts->items];
        int64_t *flow = flow_of(series, revision->unit, revision->quarter, revision->category);
        for (size_t i = first; i < end; i++) {
            before[i] = *flow;
            after[i] = *flow + change;
        }
        *flow += change;
        *flow_of(series, revision->unit, revision->release, revision->category) -= change;
    }
}

static int revision_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct rows *rows = context;
    const struct revision *r = &rows->revisions[row];
    const struct published_table *table = tables_find(rows->counts, r->measure, r->dimensions);
    struct value none = VALUE_OF_NULL;
    return ROW(out, VALUE_OF_TEXT(str_from(entity_kind_name(r->level))),
               VALUE_OF_TEXT(rows->counts->geography->codes[r->level][r->unit]),
               VALUE_OF_TEXT(str_from(cube_event_codes[r->measure])), VALUE_OF_TEXT(rows->calendar->codes[r->quarter]),
               VALUE_OF_TEXT(tables_breakdown(arena, table, r->category)),
               VALUE_OF_TEXT(rows->calendar->codes[r->release]),
               VALUE_OF_TEXT(str_from(revision_cause_codes[r->cause])),
               r->names_only ? none : VALUE_OF_REAL((double)rows->before[row]),
               r->names_only ? none : VALUE_OF_REAL((double)rows->after[row]),
               r->names_only ? none : VALUE_OF_REAL((double)r->change), VALUE_OF_INT(r->is_main));
}

static bool publish_level(struct db *db, struct arena *arena, const struct calendar *calendar,
                          const struct published_tables *counts, const struct revisions *revisions,
                          enum entity_kind level, struct error *err)
{
    struct series *all = arena_array(arena, struct series, counts->count);
    int64_t *before = arena_array(arena, int64_t, revisions->count);
    int64_t *after = arena_array(arena, int64_t, revisions->count);
    for (size_t t = 0; t < counts->count; t++) {
        all[t] = series_begin(arena, counts, &counts->items[t], level);
    }
    follow(revisions, all, counts, before, after);
    struct rows rows = {calendar, counts, revisions->items, before, after};
    return insert_rows(db, "insert/revision", revisions->count, revision_row, &rows, err);
}

bool publish_revisions(struct db *db, const struct calendar *calendar, const struct published_tables *counts,
                       const struct revisions *revisions, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct revisions country = revisions_of_country(&scratch, revisions);
    bool ok = publish_level(db, &scratch, calendar, counts, &country, ENTITY_COUNTRY, err) &&
              publish_level(db, &scratch, calendar, counts, revisions, ENTITY_REGION, err);
    arena_clear(&scratch);
    return ok;
}
