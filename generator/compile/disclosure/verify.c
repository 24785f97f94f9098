#include "gencarto/compile/disclosure/protect.h"

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
        for (int c = 0; c < table->categories; c++) {
            int64_t state = 0;
            for (int quarter = 0; quarter < tables->quarters; quarter++) {
                int32_t flow = tables_flow(table, level, unit, quarter)[c];
                state += flow;
                if (state < 0 || flow % base != 0) {
                    return broken(tables, table, level, unit, quarter,
                                  "a cumulative count is negative, or a count no multiple of the base", err);
                }
            }
        }
    }
    return true;
}

static bool verify_margin(const struct published_tables *tables, const struct published_table *table,
                          const struct published_table *margin, enum entity_kind level, struct error *err)
{
    for (uint32_t unit = 0; unit < tables->geography->count[level]; unit++) {
        for (int quarter = 0; quarter < tables->quarters; quarter++) {
            if (!tables_add_up(table, margin, level, unit, quarter)) {
                return broken(tables, table, level, unit, quarter, "its categories do not add up", err);
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

/* Adds up the flows of `parts` in their units of `level` until the end of each quarter, and compares from
 * `first_quarter` on. */
static bool verify_sums(const struct published_tables *tables, const struct published_table *table,
                        enum entity_kind level, enum entity_kind parts, int first_quarter, struct error *err)
{
    const struct geography *geography = tables->geography;
    const uint32_t *into = level == ENTITY_STRUCTURE ? geography->structure_of_training : geography->parent[parts];
    struct arena scratch;
    arena_init(&scratch);
    size_t categories = (size_t)table->categories;
    size_t cells = (size_t)geography->count[level] * categories;
    int64_t *left = arena_array(&scratch, int64_t, cells); /* of the wholes, without their parts */
    bool ok = true;
    for (int quarter = 0; ok && quarter < table->quarters; quarter++) {
        for (size_t i = 0; i < cells; i++) {
            left[i] += tables_flow(table, level, (uint32_t)(i / categories), quarter)[i % categories];
        }
        for (uint32_t unit = 0; unit < geography->count[parts]; unit++) {
            for (size_t c = 0; into[unit] != GEOGRAPHY_NONE && c < categories; c++) {
                left[into[unit] * categories + c] -= tables_flow(table, parts, unit, quarter)[c];
            }
        }
        for (size_t i = 0; ok && quarter >= first_quarter && i < cells; i++) {
            ok = left[i] == 0 ||
                 broken(tables, table, level, (uint32_t)(i / categories), quarter, "its parts do not add up", err);
        }
    }
    arena_clear(&scratch);
    return ok;
}

static bool verify_parts(const struct published_tables *tables, const struct published_table *table,
                         enum entity_kind level, int past_quarters, struct error *err)
{
    if (level == ENTITY_TRAINING) {
        return true;
    }
    enum entity_kind parts = level == ENTITY_COUNTRY  ? ENTITY_REGION
                             : level == ENTITY_REGION ? ENTITY_DEPARTMENT
                                                      : ENTITY_TRAINING;
    int first_quarter = parts == ENTITY_TRAINING ? past_quarters : 0;
    return !tables_has_level(table, parts) || verify_sums(tables, table, level, parts, first_quarter, err);
}

bool protect_verify(const struct published_tables *tables, const struct protection_rule *rule, int past_quarters,
                    struct error *err)
{
    for (size_t i = 0; i < tables->count; i++) {
        const struct published_table *table = &tables->items[i];
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            bool fine = !tables_has_level(table, level) || (verify_counts(tables, table, level, rule->base, err) &&
                                                            verify_categories(tables, table, level, err) &&
                                                            verify_parts(tables, table, level, past_quarters, err));
            if (!fine) {
                return false;
            }
        }
    }
    return true;
}
