#include <string.h>

#include "gencarto/compile/disclosure/protect.h"

static bool has_level(const struct published_table *table, enum entity_kind level)
{
    return (table->levels & 1u << level) != 0;
}

/* Fails naming the table and the place. */
static bool broken(const struct published_tables *tables, const struct published_table *table, enum entity_kind level,
                   uint32_t unit, int quarter, const char *promise, struct error *err)
{
    struct str code = tables->geography->codes[level][unit];
    return error_set(err, ERROR_DISCLOSURE, "protection of %s, %d dimensions, %s:%.*s, quarter %d: %s",
                     cube_event_codes[table->measure], table->dimension_count, entity_kind_name(level), STR_ARGS(code),
                     quarter + 1, promise);
}

static bool verify_counts(const struct published_tables *tables, const struct published_table *table,
                          enum entity_kind level, int base, struct error *err)
{
    for (uint32_t unit = 0; unit < tables->geography->count[level]; unit++) {
        for (int quarter = 0; quarter < tables->quarters; quarter++) {
            const int32_t *flow = tables_flow(table, level, unit, quarter);
            for (int c = 0; c < table->categories; c++) {
                if (flow[c] < 0 || flow[c] % base != 0) {
                    return broken(tables, table, level, unit, quarter, "a count is negative or no multiple of the base",
                                  err);
                }
            }
        }
    }
    return true;
}

/* The categories of `table`, or those of `margin` that they fall into, come to the counts of `margin`. */
static bool verify_margin(const struct published_tables *tables, const struct published_table *table,
                          const struct published_table *margin, enum entity_kind level, struct error *err)
{
    int second_count = table->dimension_count == 2 ? cube_dimensions[table->second].value_count : 1;
    bool by_second = margin->dimension_count == 1 && table->dimension_count == 2 && margin->first == table->second;
    for (uint32_t unit = 0; unit < tables->geography->count[level]; unit++) {
        for (int quarter = 0; quarter < tables->quarters; quarter++) {
            int64_t sums[8] = {0};
            for (int c = 0; c < table->categories; c++) {
                int into = margin->dimension_count == 0 ? 0 : by_second ? c % second_count : c / second_count;
                sums[into] += tables_flow(table, level, unit, quarter)[c];
            }
            for (int c = 0; c < margin->categories; c++) {
                if (sums[c] != tables_flow(margin, level, unit, quarter)[c]) {
                    return broken(tables, table, level, unit, quarter, "its categories do not add up", err);
                }
            }
        }
    }
    return true;
}

static bool verify_categories(const struct published_tables *tables, const struct published_table *table,
                              enum entity_kind level, struct error *err)
{
    if (table->dimension_count == 0) {
        return true;
    }
    if (table->dimension_count == 1) {
        return verify_margin(tables, table, tables_find(tables, table->measure, 0), level, err);
    }
    return verify_margin(tables, table, tables_find(tables, table->measure, 1u << table->first), level, err) &&
           verify_margin(tables, table, tables_find(tables, table->measure, 1u << table->second), level, err);
}

/* Sums the parts once more, into a copy, and compares. */
static bool verify_parts(const struct published_tables *tables, const struct published_table *table,
                         enum entity_kind level, struct error *err)
{
    if (level == ENTITY_TRAINING) {
        return true;
    }
    struct arena scratch;
    arena_init(&scratch);
    struct published_table copy = *table;
    size_t cells = (size_t)tables->geography->count[level] * (size_t)tables->quarters * (size_t)table->categories;
    copy.flows[level] = arena_array(&scratch, int32_t, cells);
    bool summed = true;
    if (level == ENTITY_STRUCTURE) {
        tables_sum_structures(&copy, tables->geography);
    } else {
        enum entity_kind parts = level == ENTITY_COUNTRY  ? ENTITY_REGION
                                 : level == ENTITY_REGION ? ENTITY_DEPARTMENT
                                                          : ENTITY_TRAINING;
        summed = has_level(table, parts);
        if (summed) {
            tables_sum_up(&copy, tables->geography, parts);
        }
    }
    bool same = !summed || cells == 0 || memcmp(copy.flows[level], table->flows[level], cells * sizeof(int32_t)) == 0;
    arena_clear(&scratch);
    return same || error_set(err, ERROR_DISCLOSURE, "protection of %s, %d dimensions: the parts of a %s do not add up",
                             cube_event_codes[table->measure], table->dimension_count, entity_kind_name(level));
}

bool protect_verify(const struct published_tables *tables, const struct protection_rule *rule, struct error *err)
{
    for (size_t i = 0; i < tables->count; i++) {
        const struct published_table *table = &tables->items[i];
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            bool fine = !has_level(table, level) ||
                        (verify_counts(tables, table, level, rule->base, err) &&
                         verify_categories(tables, table, level, err) && verify_parts(tables, table, level, err));
            if (!fine) {
                return false;
            }
        }
    }
    return true;
}
