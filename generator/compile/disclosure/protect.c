#include "gencarto/compile/disclosure/protect.h"

#include <assert.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "search.h"
#include "start.h"

struct protection {
    const struct published_tables *exact;
    const struct protection_rule *rule;
    struct work *works;       /* as exact->items: by measure, totals first */
    const struct work **twin; /* [table]: an earlier one of the same totals, or NULL */
    struct arena *scratch;
};

static bool has_level(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0;
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

bool protect_check(const struct published_tables *tables, struct error *err)
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
            if (has_level(&from->items[i], level)) {
                size_t cells =
                    (size_t)from->geography->count[level] * (size_t)from->quarters * (size_t)from->items[i].categories;
                out->items[i].flows[level] = arena_array(arena, int32_t, cells);
            }
        }
    }
}

static struct work *find_work(const struct protection *protection, enum event measure, unsigned dimensions)
{
    const struct published_table *table = tables_find(protection->exact, measure, dimensions);
    return table == NULL ? NULL : &protection->works[table - protection->exact->items];
}

/* "apprenants", "apprenants/neet+sexe". */
static void write_name(struct buf *out, const struct published_table *table)
{
    buf_text(out, cube_event_codes[table->measure]);
    for (int i = 0; i < table->dimension_count; i++) {
        buf_byte(out, i == 0 ? '/' : '+');
        buf_text(out, cube_dimensions[i == 0 ? table->first : table->second].code);
    }
}

static void begin_draws(const struct protection *protection, const struct published_table *table, int quarter,
                        struct draws *out)
{
    struct buf release, name;
    buf_init(&release, NULL);
    buf_init(&name, NULL);
    period_write(&release, (struct period){protection->rule->first.index + quarter});
    write_name(&name, table);
    draws_begin(out, protection->rule->key, buf_str(&release), buf_str(&name));
    buf_clear(&release);
    buf_clear(&name);
}

/* Outcomes are counted of each completion: their totals are the same cells, and must be the same numbers. */
static const struct {
    enum event measure, same_as;
} twins[] = {{EVENT_OUTCOME, EVENT_COMPLETION}};

static bool same_counts(const struct published_tables *tables, const struct published_table *a,
                        const struct published_table *b)
{
    bool same = (a->levels & ~b->levels) == 0;
    for (unsigned level = 0; same && level < ENTITY_KINDS; level++) {
        size_t cells = (size_t)tables->geography->count[level] * (size_t)tables->quarters;
        same = !has_level(a, level) || cells == 0 ||
               memcmp(a->flows[level], b->flows[level], cells * sizeof(int32_t)) == 0;
    }
    return same;
}

static void find_twins(struct protection *protection)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        const struct work *work = find_work(protection, twins[i].measure, 0);
        const struct work *other = find_work(protection, twins[i].same_as, 0);
        if (work != NULL && other != NULL && other < work &&
            same_counts(protection->exact, work->exact, other->exact)) {
            protection->twin[work - protection->works] = other;
        }
    }
}

static void protect_table(const struct protection *protection, struct work *work, int quarter)
{
    const struct published_table *table = work->exact;
    const struct work *twin = protection->twin[work - protection->works];
    struct draws draws;
    begin_draws(protection, table, quarter, &draws);
    work_begin_quarter(work, quarter);
    search_shift(work, &draws, protection->scratch);
    if (twin != NULL) {
        work_copy(work, twin);
    } else if (table->dimension_count == 0) {
        start_totals(work, protection->scratch);
        search_totals(work, &draws, protection->scratch);
    } else if (table->dimension_count == 1) {
        start_breakdown(work, find_work(protection, table->measure, 0), protection->scratch);
        search_breakdown(work, &draws, protection->scratch);
    } else {
        start_cross(work, find_work(protection, table->measure, 1u << table->first),
                    find_work(protection, table->measure, 1u << table->second), protection->scratch);
        search_cross(work, &draws, protection->scratch);
    }
    work_end_quarter(work, quarter);
}

bool protect(struct arena *arena, const struct published_tables *exact, const struct protection_rule *rule,
             struct published_tables *out_protected, struct error *err)
{
    assert(rule->base >= 2 && rule->base <= PROTECTION_BASE_MAX);
    if (!protect_check(exact, err)) {
        return false;
    }
    struct published_tables result;
    copy_shape(arena, exact, &result);
    struct arena scratch;
    arena_init(&scratch);
    struct protection protection = {.exact = exact,
                                    .rule = rule,
                                    .works = arena_array(&scratch, struct work, exact->count),
                                    .twin = arena_array(&scratch, const struct work *, exact->count),
                                    .scratch = &scratch};
    for (size_t i = 0; i < exact->count; i++) {
        work_init(&protection.works[i], &scratch, exact->geography, rule->base, &exact->items[i], &result.items[i]);
    }
    find_twins(&protection);
    for (int quarter = 0; quarter < exact->quarters; quarter++) {
        for (size_t i = 0; i < exact->count; i++) {
            protect_table(&protection, &protection.works[i], quarter);
        }
    }
    arena_clear(&scratch);
    *out_protected = result;
    return true;
}
