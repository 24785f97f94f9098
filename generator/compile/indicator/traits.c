#include "traits.h"

#include <assert.h>
#include <stdlib.h>

#include "gencarto/sql/sql.h"

struct summing {
    struct arena *arena;
    const struct published_tables *tables;
    struct trait_counts counts;
    size_t capacity;   /* of the breakdowns */
    uint32_t training; /* the rows of trainings come in the order of their codes */
};

typedef void row_reader(struct summing *summing, const struct query *row);

static bool read_rows(struct db *db, const char *name, row_reader *read, struct summing *summing, struct error *err)
{
    struct query *query = NULL;
    bool row = false;
    bool ok = query_prepare(db, name, sql_text(name), &query, err);
    while (ok && (ok = query_step(query, &row, err)) && row) {
        read(summing, query);
    }
    query_free(query);
    return ok;
}

static void read_value(struct summing *summing, const struct query *row)
{
    struct trait_counts *counts = &summing->counts;
    *arena_push(summing->arena, counts->breakdowns, counts->count, summing->capacity) =
        str_copy(summing->arena, query_column(row, 0).text);
}

/* indicator_published has read the level and the measure before. */
static void read_count(struct summing *summing, const struct query *row)
{
    enum entity_kind level;
    enum event measure;
    bool known =
        cube_event_parse(query_column(row, 1).text, &measure) && entity_kind_parse(query_column(row, 0).text, &level);
    assert(known && (level == ENTITY_COUNTRY || level == ENTITY_REGION));
    assert(tables_find(summing->tables, measure, 0)->flows[ENTITY_TRAINING] != NULL);
    (void)known;
    struct published_table *table = &summing->counts.tables[measure];
    table->measure = measure;
    table->categories = (int)summing->counts.count;
    table->quarters = summing->tables->quarters;
    table->levels |= 1u << level;
    size_t cells = summing->tables->geography->count[level] * (size_t)table->quarters * summing->counts.count;
    table->flows[level] = arena_array(summing->arena, int32_t, cells);
}

static int compare_texts(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

static void add_training(struct summing *summing, const struct published_table *into, enum entity_kind level,
                         uint32_t unit, size_t breakdown)
{
    const struct published_table *from = tables_find(summing->tables, into->measure, 0);
    for (int quarter = 0; quarter < into->quarters; quarter++) {
        tables_flow(into, level, unit, quarter)[breakdown] +=
            tables_flow(from, ENTITY_TRAINING, summing->training, quarter)[0];
    }
}

static void read_training(struct summing *summing, const struct query *row)
{
    const struct geography *geography = summing->tables->geography;
    struct trait_counts *counts = &summing->counts;
    struct str id = query_column(row, 0).text;
    struct str code = query_column(row, 1).text;
    while (str_compare(geography->codes[ENTITY_TRAINING][summing->training], id) < 0) {
        summing->training++;
    }
    const struct str *found = bsearch(&code, counts->breakdowns, counts->count, sizeof code, compare_texts);
    assert(found != NULL && str_equal(geography->codes[ENTITY_TRAINING][summing->training], id));
    size_t breakdown = (size_t)(found - counts->breakdowns);
    uint32_t department = geography->parent[ENTITY_TRAINING][summing->training];
    uint32_t region = geography->parent[ENTITY_DEPARTMENT][department];
    for (unsigned event = 0; event < EVENT_KINDS; event++) {
        const struct published_table *table = &counts->tables[event];
        if (table->flows[ENTITY_COUNTRY] != NULL) {
            add_training(summing, table, ENTITY_COUNTRY, 0, breakdown);
        }
        if (table->flows[ENTITY_REGION] != NULL) {
            add_training(summing, table, ENTITY_REGION, region, breakdown);
        }
    }
}

bool trait_counts_make(struct db *db, struct arena *arena, const struct published_tables *tables,
                       struct trait_counts *out_counts, struct error *err)
{
    struct summing summing = {.arena = arena, .tables = tables};
    bool ok = read_rows(db, "trait_values", read_value, &summing, err) &&
              read_rows(db, "trait_counts", read_count, &summing, err) &&
              read_rows(db, "trait_trainings", read_training, &summing, err);
    *out_counts = summing.counts;
    return ok;
}
