#include "gencarto/compile/disclosure/protect.h"

#include <assert.h>
#include <string.h>

#include "share.h"

/* One table on its way: the exact flows, the protected ones, and what each cell is owed. */
struct work {
    const struct geography *geography;
    const struct published_table *exact;
    struct published_table *protected_table;
    int32_t *owed[ENTITY_KINDS];  /* [unit][category]: exact cumulative - published cumulative so far */
    bool *eligible[ENTITY_KINDS]; /* [unit][category]: exact cumulative is not 0 */
};

/* Buffers for one call of share_out or share_matrix. */
struct bench {
    struct arena *arena;
    int base;
};

static const enum entity_kind top_down[] = {ENTITY_REGION, ENTITY_DEPARTMENT, ENTITY_TRAINING};

static bool has_level(const struct published_table *table, enum entity_kind level)
{
    return (table->levels & 1u << level) != 0;
}

static size_t cells_of(const struct work *work, enum entity_kind level)
{
    return (size_t)work->geography->count[level] * (size_t)work->exact->categories;
}

static void work_init(struct work *work, struct arena *scratch, const struct geography *geography,
                      const struct published_table *exact, struct published_table *protected_table)
{
    *work = (struct work){.geography = geography, .exact = exact, .protected_table = protected_table};
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        if (has_level(exact, (enum entity_kind)level)) {
            work->owed[level] = arena_array(scratch, int32_t, cells_of(work, (enum entity_kind)level));
            work->eligible[level] = arena_array(scratch, bool, cells_of(work, (enum entity_kind)level));
        }
    }
}

/* Adds the exact flows of the quarter to what is owed. */
static void work_begin_quarter(struct work *work, int quarter)
{
    int categories = work->exact->categories;
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        for (uint32_t unit = 0; work->owed[level] != NULL && unit < work->geography->count[level]; unit++) {
            const int32_t *flow = tables_flow(work->exact, (enum entity_kind)level, unit, quarter);
            for (int c = 0; c < categories; c++) {
                size_t cell = (size_t)unit * (size_t)categories + (size_t)c;
                work->owed[level][cell] += flow[c];
                work->eligible[level][cell] |= flow[c] != 0;
            }
        }
    }
}

static struct share_part work_part(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    size_t cell = (size_t)unit * (size_t)work->exact->categories + (size_t)category;
    return (struct share_part){.desired = work->owed[level][cell], .eligible = work->eligible[level][cell]};
}

static void work_give(struct work *work, enum entity_kind level, uint32_t unit, int quarter, int category,
                      int64_t persons)
{
    size_t cell = (size_t)unit * (size_t)work->exact->categories + (size_t)category;
    tables_flow(work->protected_table, level, unit, quarter)[category] = (int32_t)persons;
    work->owed[level][cell] -= (int32_t)persons;
}

static int64_t given(const struct work *work, enum entity_kind level, uint32_t unit, int quarter, int category)
{
    return tables_flow(work->protected_table, level, unit, quarter)[category];
}

static int64_t nearest_steps(int64_t desired, int base)
{
    return desired <= 0 ? 0 : (2 * desired + base) / (2 * base);
}

/* Shares out the total of one unit among its parts at `level`. */
static void share_total(struct work *work, struct bench *bench, enum entity_kind level, uint32_t parent, int quarter)
{
    const struct geography *geography = work->geography;
    const uint32_t *children = geography->children[level] + geography->first_child[level][parent];
    size_t count = geography->first_child[level][parent + 1] - geography->first_child[level][parent];
    int64_t total = given(work, geography_parent_kind(level), parent, quarter, 0);
    struct arena_mark mark = arena_save(bench->arena);
    struct share_part *parts = arena_array(bench->arena, struct share_part, count);
    for (size_t i = 0; i < count; i++) {
        parts[i] = work_part(work, level, children[i], 0);
    }
    share_out(parts, count, total / bench->base, bench->base);
    for (size_t i = 0; i < count; i++) {
        work_give(work, level, children[i], quarter, 0, parts[i].steps * bench->base);
    }
    arena_restore(bench->arena, mark);
}

static void protect_totals(struct work *work, struct bench *bench, int quarter)
{
    struct share_part country = work_part(work, ENTITY_COUNTRY, 0, 0);
    work_give(work, ENTITY_COUNTRY, 0, quarter, 0, nearest_steps(country.desired, bench->base) * bench->base);
    for (size_t i = 0; i < sizeof top_down / sizeof *top_down; i++) {
        enum entity_kind level = top_down[i];
        for (uint32_t p = 0; has_level(work->exact, level) && p < work->geography->count[geography_parent_kind(level)];
             p++) {
            share_total(work, bench, level, p, quarter);
        }
    }
}

/* Shares out the country's total among the categories. */
static void share_country(struct work *work, const struct work *totals, struct bench *bench, int quarter)
{
    struct arena_mark mark = arena_save(bench->arena);
    int categories = work->exact->categories;
    struct share_part *parts = arena_array(bench->arena, struct share_part, (size_t)categories);
    for (int c = 0; c < categories; c++) {
        parts[c] = work_part(work, ENTITY_COUNTRY, 0, c);
    }
    int64_t total = given(totals, ENTITY_COUNTRY, 0, quarter, 0);
    share_out(parts, (size_t)categories, total / bench->base, bench->base);
    for (int c = 0; c < categories; c++) {
        work_give(work, ENTITY_COUNTRY, 0, quarter, c, parts[c].steps * bench->base);
    }
    arena_restore(bench->arena, mark);
}

/* Shares out the categories of one unit among its parts at `level`, each part within its own total. */
static void share_categories(struct work *work, const struct work *totals, struct bench *bench, enum entity_kind level,
                             uint32_t parent, int quarter)
{
    const struct geography *geography = work->geography;
    const uint32_t *children = geography->children[level] + geography->first_child[level][parent];
    size_t rows = geography->first_child[level][parent + 1] - geography->first_child[level][parent];
    size_t columns = (size_t)work->exact->categories;
    struct arena_mark mark = arena_save(bench->arena);
    struct share_part *parts = arena_array(bench->arena, struct share_part, rows * columns);
    int64_t *row_left = arena_array(bench->arena, int64_t, rows);
    int64_t *column_left = arena_array(bench->arena, int64_t, columns);
    for (size_t r = 0; r < rows; r++) {
        row_left[r] = given(totals, level, children[r], quarter, 0) / bench->base;
        for (size_t c = 0; c < columns; c++) {
            parts[r * columns + c] = work_part(work, level, children[r], (int)c);
        }
    }
    for (size_t c = 0; c < columns; c++) {
        column_left[c] = given(work, geography_parent_kind(level), parent, quarter, (int)c) / bench->base;
    }
    share_matrix(parts, rows, columns, row_left, column_left, bench->base);
    for (size_t i = 0; i < rows * columns; i++) {
        work_give(work, level, children[i / columns], quarter, (int)(i % columns), parts[i].steps * bench->base);
    }
    arena_restore(bench->arena, mark);
}

static void protect_dimension(struct work *work, const struct work *totals, struct bench *bench, int quarter)
{
    share_country(work, totals, bench, quarter);
    for (size_t i = 0; i < sizeof top_down / sizeof *top_down; i++) {
        enum entity_kind level = top_down[i];
        for (uint32_t p = 0; has_level(work->exact, level) && p < work->geography->count[geography_parent_kind(level)];
             p++) {
            share_categories(work, totals, bench, level, p, quarter);
        }
    }
}

static enum entity_kind finest_level(const struct published_table *table)
{
    return has_level(table, ENTITY_TRAINING)     ? ENTITY_TRAINING
           : has_level(table, ENTITY_DEPARTMENT) ? ENTITY_DEPARTMENT
           : has_level(table, ENTITY_REGION)     ? ENTITY_REGION
                                                 : ENTITY_COUNTRY;
}

/* The cross of two dimensions in one unit, within its two margins. */
static void share_cross(struct work *work, const struct work *first, const struct work *second, struct bench *bench,
                        enum entity_kind level, uint32_t unit, int quarter)
{
    size_t rows = (size_t)first->exact->categories;
    size_t columns = (size_t)second->exact->categories;
    struct arena_mark mark = arena_save(bench->arena);
    struct share_part *parts = arena_array(bench->arena, struct share_part, rows * columns);
    int64_t *row_left = arena_array(bench->arena, int64_t, rows);
    int64_t *column_left = arena_array(bench->arena, int64_t, columns);
    for (size_t r = 0; r < rows; r++) {
        row_left[r] = given(first, level, unit, quarter, (int)r) / bench->base;
    }
    for (size_t c = 0; c < columns; c++) {
        column_left[c] = given(second, level, unit, quarter, (int)c) / bench->base;
    }
    for (size_t i = 0; i < rows * columns; i++) {
        parts[i] = work_part(work, level, unit, (int)i);
    }
    share_matrix(parts, rows, columns, row_left, column_left, bench->base);
    for (size_t i = 0; i < rows * columns; i++) {
        work_give(work, level, unit, quarter, (int)i, parts[i].steps * bench->base);
    }
    arena_restore(bench->arena, mark);
}

static void protect_cross(struct work *work, const struct work *first, const struct work *second, struct bench *bench,
                          int quarter)
{
    enum entity_kind level = finest_level(work->exact);
    for (uint32_t unit = 0; unit < work->geography->count[level]; unit++) {
        share_cross(work, first, second, bench, level, unit, quarter);
    }
}

/* The levels above the finest one are sums: of a cross, whose upper levels were not shared out. */
static void sum_upwards(struct published_table *table, const struct geography *geography)
{
    for (size_t i = sizeof top_down / sizeof *top_down; i-- > 0;) {
        if (has_level(table, top_down[i])) {
            tables_sum_up(table, geography, top_down[i]);
        }
    }
}

static struct work *find_work(struct work *works, size_t count, enum event measure, unsigned dimensions)
{
    for (size_t i = 0; i < count; i++) {
        if (works[i].exact->measure == measure && works[i].exact->dimensions == dimensions) {
            return &works[i];
        }
    }
    return NULL;
}

static void protect_quarter(struct work *works, size_t count, struct bench *bench, int quarter)
{
    for (size_t i = 0; i < count; i++) { /* totals come first, then one dimension, then two */
        struct work *work = &works[i];
        const struct published_table *table = work->exact;
        work_begin_quarter(work, quarter);
        if (table->dimension_count == 0) {
            protect_totals(work, bench, quarter);
        } else if (table->dimension_count == 1) {
            protect_dimension(work, find_work(works, count, table->measure, 0), bench, quarter);
        } else {
            protect_cross(work, find_work(works, count, table->measure, 1u << table->first),
                          find_work(works, count, table->measure, 1u << table->second), bench, quarter);
        }
    }
}

/* Every level has the level above it. */
static bool levels_hang_together(const struct published_table *table)
{
    return has_level(table, ENTITY_COUNTRY) &&
           (!has_level(table, ENTITY_DEPARTMENT) || has_level(table, ENTITY_REGION)) &&
           (!has_level(table, ENTITY_TRAINING) || has_level(table, ENTITY_DEPARTMENT)) &&
           (!has_level(table, ENTITY_STRUCTURE) || has_level(table, ENTITY_TRAINING));
}

static bool covers(const struct published_tables *tables, const struct published_table *table, unsigned dimensions)
{
    const struct published_table *margin = tables_find(tables, table->measure, dimensions);
    return margin != NULL && (table->levels & ~margin->levels) == 0;
}

static bool check_list(const struct published_tables *tables, struct error *err)
{
    for (size_t i = 0; i < tables->count; i++) {
        const struct published_table *table = &tables->items[i];
        const char *measure = cube_event_codes[table->measure];
        if (!levels_hang_together(table)) {
            return error_set(err, ERROR_DISCLOSURE,
                             "published cells of %s: a level is listed without the level above it", measure);
        }
        if (!covers(tables, table, 0)) {
            return error_set(err, ERROR_DISCLOSURE, "published cells of %s: a breakdown is listed without its total",
                             measure);
        }
        bool cross = table->dimension_count == 2;
        if (cross && (!covers(tables, table, 1u << table->first) || !covers(tables, table, 1u << table->second))) {
            return error_set(err, ERROR_DISCLOSURE,
                             "published cells of %s: a cross is listed without its two breakdowns", measure);
        }
    }
    return true;
}

/* The same tables with zeros. */
static void copy_shape(struct arena *arena, const struct published_tables *from, struct published_tables *out)
{
    *out = *from;
    out->items = arena_array(arena, struct published_table, from->count);
    for (size_t i = 0; i < from->count; i++) {
        out->items[i] = from->items[i];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if (has_level(&from->items[i], (enum entity_kind)level)) {
                size_t cells =
                    (size_t)from->geography->count[level] * (size_t)from->quarters * (size_t)from->items[i].categories;
                out->items[i].flows[level] = arena_array(arena, int32_t, cells);
            }
        }
    }
}

bool protect(struct arena *arena, const struct published_tables *exact, const struct protection_rule *rule,
             struct published_tables *out_protected, struct error *err)
{
    assert(rule->base >= 2);
    if (!check_list(exact, err)) {
        return false;
    }
    struct published_tables result;
    copy_shape(arena, exact, &result);
    struct arena scratch;
    arena_init(&scratch);
    struct bench bench = {&scratch, rule->base};
    struct work *works = arena_array(&scratch, struct work, exact->count);
    for (size_t i = 0; i < exact->count; i++) {
        work_init(&works[i], &scratch, exact->geography, &exact->items[i], &result.items[i]);
    }
    for (int quarter = 0; quarter < exact->quarters; quarter++) {
        protect_quarter(works, exact->count, &bench, quarter);
    }
    for (size_t i = 0; i < result.count; i++) {
        if (result.items[i].dimension_count == 2) {
            sum_upwards(&result.items[i], exact->geography);
        }
        if (has_level(&result.items[i], ENTITY_STRUCTURE)) {
            tables_sum_structures(&result.items[i], exact->geography);
        }
    }
    arena_clear(&scratch);
    *out_protected = result;
    return true;
}
