/* exact_counts FOLDER...: the exact counts of input folders as the pipeline makes them before the protection, those
 * that are not 0, a line each: folder, level, entity, measure, quarter (0 is the first), breakdown, count, between
 * tabs. For tests/recount/run.mjs, which counts the same files again. */
#include <stdio.h>

#include "counted.h"

static void print_table(struct arena *arena, const char *folder, const struct published_tables *tables,
                        const struct published_table *table)
{
    for (unsigned k = 0; k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        uint32_t units = (table->levels & 1u << k) != 0 ? tables->geography->count[k] : 0;
        for (uint32_t unit = 0; unit < units; unit++) {
            for (int i = 0; i < table->quarters * table->categories; i++) {
                int32_t count = tables_flow(table, level, unit, 0)[i];
                struct str breakdown = tables_breakdown(arena, table, i % table->categories);
                struct str code = tables->geography->codes[k][unit];
                if (count != 0) {
                    printf("%s\t%s\t%.*s\t%s\t%d\t%.*s\t%d\n", folder, entity_kind_name(level), STR_ARGS(code),
                           cube_event_codes[table->measure], i / table->categories, STR_ARGS(breakdown), count);
                }
            }
        }
    }
}

static bool print_folder(const char *folder, struct error *err)
{
    struct arena arena;
    struct published_tables tables;
    int base;
    arena_init(&arena);
    bool ok = counted_read(&arena, folder, &tables, &base, err);
    for (size_t t = 0; ok && t < tables.count; t++) {
        print_table(&arena, folder, &tables, &tables.items[t]);
    }
    arena_clear(&arena);
    return ok;
}

int main(int count, char **folders)
{
    struct error err = {0};
    for (int i = 1; i < count; i++) {
        if (!print_folder(folders[i], &err)) {
            fprintf(stderr, "%s: %s\n", folders[i], err.message);
            return 1;
        }
    }
    return 0;
}
