#include "gencarto/compile/disclosure/suppress.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/compile/disclosure/protect.h"
#include "suppress_pattern.h"

static void copy_shape(struct arena *arena, const struct published_tables *from, struct published_tables *out)
{
    *out = *from;
    out->items = arena_array(arena, struct published_table, from->count);
    for (size_t i = 0; i < from->count; i++) {
        struct published_table *table = &out->items[i];
        *table = from->items[i];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            size_t cells = (size_t)from->geography->count[level] * (size_t)from->quarters * (size_t)table->categories;
            if (tables_has_level(table, level)) {
                table->flows[level] = arena_array(arena, int32_t, cells);
                table->sums[level] = arena_array(arena, int32_t, cells);
                table->hidden[level] = arena_array(arena, uint8_t, cells);
            }
        }
    }
}

/* What the pattern shows of one level of a table. */
static void write_level(const struct pattern *pattern, size_t t, enum entity_kind level, uint32_t units,
                        struct published_table *out)
{
    for (uint32_t unit = 0; unit < units; unit++) {
        for (int quarter = 0; quarter < out->quarters; quarter++) {
            size_t place = ((size_t)unit * (size_t)out->quarters + (size_t)quarter) * (size_t)out->categories;
            for (int c = 0; c < out->categories; c++) {
                uint32_t cell = system_index(pattern->system, t, level, unit, c);
                bool hides_flow = pattern->flow[quarter][cell] != SUPPRESSION_NONE;
                bool hides_sum = pattern->sum_is_hidden[quarter][cell];
                out->flows[level][place + (size_t)c] = hides_flow ? 0 : pattern->values[quarter][cell];
                out->sums[level][place + (size_t)c] = hides_sum ? 0 : (int32_t)pattern->sums[quarter][cell];
                out->hidden[level][place + (size_t)c] =
                    (uint8_t)((hides_flow ? TABLE_HIDDEN_FLOW : 0) | (hides_sum ? TABLE_HIDDEN_SUM : 0));
            }
        }
    }
}

/* Nothing of the levels at which a measure is not shown at all, not even zeros. */
static void hide_levels(struct published_tables *out)
{
    for (size_t t = 0; t < out->count; t++) {
        const struct published_table *table = &out->items[t];
        unsigned shown = system_levels(table);
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            size_t cells = (size_t)out->geography->count[level] * (size_t)out->quarters * (size_t)table->categories;
            if (tables_has_level(table, level) && (shown & 1u << level) == 0) {
                memset(table->hidden[level], TABLE_HIDDEN_FLOW | TABLE_HIDDEN_SUM | TABLE_HIDDEN_LEVEL, cells);
            }
        }
    }
}

static void write_pattern(const struct pattern *pattern, const struct published_tables *exact,
                          struct published_tables *out)
{
    for (size_t t = 0; t < pattern->system->table_count; t++) {
        struct published_table *table = &out->items[pattern->system->sources[t]];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if (tables_has_level(pattern->system->tables[t], level)) {
                write_level(pattern, t, (enum entity_kind)level, exact->geography->count[level], table);
            }
        }
    }
}

static void report_pattern(const struct pattern *pattern, struct suppression_report *report)
{
    for (int quarter = 0; quarter < pattern->quarters; quarter++) {
        for (uint32_t i = 0; i < pattern->system->cell_count; i++) {
            unsigned level = pattern->system->cells[i].level;
            uint8_t reason = pattern->flow[quarter][i];
            int32_t value = pattern->values[quarter][i];
            report->flows[level][reason] += value != 0;
            report->sums[level][pattern->sum_is_hidden[quarter][i]] += pattern->sums[quarter][i] != 0;
            report->large[level] += reason != SUPPRESSION_NONE && value >= SUPPRESSION_LARGE * pattern->base;
        }
    }
    report->linear_programs += pattern->solved;
}

/* All tables as one system: what is known of one measure tells of the others. */
static bool suppress_tables(struct arena *scratch, const struct published_tables *exact, int base,
                            struct published_tables *out, struct suppression_report *report, struct error *err)
{
    struct suppression_system system;
    struct pattern pattern;
    struct glpk glpk;
    int failed = 0;
    system_make(&system, scratch, exact);
    if (system.cell_count == 0) {
        return true;
    }
    if (!LIBRARY_OPEN(GLPK_LIBRARY, GLPK_FUNCTIONS, &glpk, err)) {
        return false;
    }
    if (!pattern_make(&pattern, scratch, &glpk, &system, base, exact->quarters, &failed)) {
        return error_set(err, ERROR_DISCLOSURE,
                         "suppression: quarter %d cannot be protected, too few persons are left to hide others "
                         "among; publish less (<fermer niveau=\"region\" ventilation=\"age\"/>), take a lower base, or "
                         "round (<diffusion mode=\"arrondi\">)",
                         failed + 1);
    }
    if (!pattern_verify(&pattern)) {
        return error_set(err, ERROR_DISCLOSURE,
                         "suppression: a hidden count could be told too closely; publish less, take a lower base, or "
                         "round (<diffusion mode=\"arrondi\">)");
    }
    write_pattern(&pattern, exact, out);
    report_pattern(&pattern, report);
    return true;
}

bool suppress(struct arena *arena, const struct published_tables *exact, int base,
              struct published_tables *out_protected, struct suppression_report *out_report, struct error *err)
{
    assert(base >= 2 && base <= PROTECTION_BASE_MAX);
    if (!protect_check(exact, err)) {
        return false;
    }
    struct published_tables result;
    struct suppression_report report = {0};
    copy_shape(arena, exact, &result);
    struct arena scratch;
    arena_init(&scratch);
    bool ok = suppress_tables(&scratch, exact, base, &result, &report, err);
    arena_clear(&scratch);
    hide_levels(&result);
    if (ok) {
        *out_protected = result;
        *out_report = report;
    }
    return ok;
}
