#include "gencarto/compile/disclosure/protect.h"

#include <assert.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/parallel.h"
#include "search.h"
#include "start.h"

struct protection {
    const struct published_tables *exact; /* by the quarter of the event, as known now */
    const struct protection_past *past;
    struct published_tables releases; /* exact changes by release: what the works are fitted to */
    const struct protection_rule *rule;
    struct work *works;       /* as exact->items: by measure, totals first */
    const struct work **twin; /* [table]: an earlier one of the same totals, or NULL */
    struct arena *scratch;    /* of the thread */
};

/* Every level has the level above it. */
static bool levels_hang_together(const struct published_table *table)
{
    return tables_has_level(table, ENTITY_COUNTRY) &&
           (!tables_has_level(table, ENTITY_DEPARTMENT) || tables_has_level(table, ENTITY_REGION)) &&
           (!tables_has_level(table, ENTITY_TRAINING) || tables_has_level(table, ENTITY_DEPARTMENT)) &&
           (!tables_has_level(table, ENTITY_STRUCTURE) || tables_has_level(table, ENTITY_TRAINING));
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
            if (tables_has_level(&from->items[i], level)) {
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
        same = !tables_has_level(a, level) || cells == 0 ||
               memcmp(a->flows[level], b->flows[level], cells * sizeof(int32_t)) == 0;
    }
    return same;
}

static bool is_new(const struct protection *protection, size_t table)
{
    return protection->past->is_new != NULL && protection->past->is_new[table];
}

static bool are_twins(const struct protection *protection, const struct work *work, const struct work *other)
{
    const struct published_tables *shown = protection->past->shown;
    size_t a = (size_t)(work - protection->works);
    size_t b = (size_t)(other - protection->works);
    return same_counts(&protection->releases, work->exact, other->exact) &&
           (protection->past->quarters == 0 || is_new(protection, a) ||
            same_counts(shown, &shown->items[a], &shown->items[b]));
}

static void find_twins(struct protection *protection)
{
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        const struct work *work = find_work(protection, twins[i].measure, 0);
        const struct work *other = find_work(protection, twins[i].same_as, 0);
        if (work != NULL && other != NULL && other < work && are_twins(protection, work, other)) {
            protection->twin[work - protection->works] = other;
        }
    }
}

/* A cross before this one was fitted to that breakdown. */
static bool is_margin_of_earlier(const struct protection *protection, const struct work *cross,
                                 enum dimension dimension)
{
    for (const struct work *work = protection->works; work < cross; work++) {
        const struct published_table *table = work->exact;
        bool is_cross = table->measure == cross->exact->measure && table->dimension_count == 2;
        if (is_cross && (table->dimensions & 1u << dimension) != 0) {
            return true;
        }
    }
    return false;
}

/* The breakdowns of a cross that may still move: not published before, and margins of no earlier cross. */
static void find_margins(const struct protection *protection, const struct work *cross, int quarter,
                         struct work *out_margins[2])
{
    const enum dimension dimensions[] = {cross->exact->first, cross->exact->second};
    for (int side = 0; side < 2; side++) {
        bool stays = quarter < protection->past->quarters || is_margin_of_earlier(protection, cross, dimensions[side]);
        out_margins[side] = stays ? NULL : find_work(protection, cross->exact->measure, 1u << dimensions[side]);
    }
}

/* Fits what is shown of this quarter to what is owed. */
static void fit(const struct protection *protection, struct work *work, int quarter, struct draws *draws)
{
    const struct published_table *table = work->exact;
    const struct work *twin = protection->twin[work - protection->works];
    search_shift(work, draws, protection->scratch);
    if (twin != NULL) {
        work_copy(work, twin);
    } else if (table->dimension_count == 0) {
        start_totals(work, protection->scratch);
        search_totals(work, draws, protection->scratch);
    } else if (table->dimension_count == 1) {
        start_breakdown(work, find_work(protection, table->measure, 0), protection->scratch);
        search_breakdown(work, draws, protection->scratch);
    } else {
        start_cross(work, find_work(protection, table->measure, 1u << table->first),
                    find_work(protection, table->measure, 1u << table->second), protection->scratch);
        struct work *margins[2];
        find_margins(protection, work, quarter, margins);
        search_cross(work, margins, draws, protection->scratch);
        for (int side = 0; side < 2; side++) {
            if (margins[side] != NULL) {
                work_end_quarter(margins[side], quarter);
            }
        }
    }
}

static void protect_quarter(const struct protection *protection, struct work *work, int quarter)
{
    struct draws draws;
    begin_draws(protection, work->exact, quarter, &draws);
    work_begin_quarter(work, quarter);
    fit(protection, work, quarter, &draws);
    work_end_quarter(work, quarter);
}

/* --- the past --- */

/* What is known of an outcome only later belongs to the quarter of the completion: shares of a quarter would make no
 * sense otherwise. */
static bool is_restated(const struct published_table *table)
{
    return table->measure == EVENT_OUTCOME && table->dimension_count == 1;
}

/* Exact changes by release: those of the past by the quarter of the event, as known at its end; in the first new
 * quarter whatever takes the sum to the exact cumulative count as known now. */
static void list_release_flows(struct arena *scratch, struct protection *protection)
{
    const struct protection_past *past = protection->past;
    if (past->quarters == 0) {
        protection->releases = *protection->exact;
        return;
    }
    copy_shape(scratch, protection->exact, &protection->releases);
    for (size_t t = 0; t < protection->exact->count; t++) {
        const struct published_table *exact = &protection->exact->items[t];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            size_t row = (size_t)exact->quarters * (size_t)exact->categories;
            size_t cells =
                tables_has_level(exact, level) ? (size_t)protection->exact->geography->count[level] * row : 0;
            for (size_t i = 0; i < cells; i++) {
                int quarter = (int)(i % row) / exact->categories;
                int32_t now = exact->flows[level][i];
                int32_t known = past->known->items[t].flows[level][i];
                bool is_past = quarter < past->quarters;
                protection->releases.items[t].flows[level][i] += is_past ? known : now;
                if (is_past && past->quarters < exact->quarters && !is_restated(exact)) {
                    size_t ahead = (size_t)(past->quarters - quarter) * (size_t)exact->categories;
                    protection->releases.items[t].flows[level][i + ahead] += now - known;
                }
            }
        }
    }
}

/* States that trainings bring to a place and take along, the state of the place with its present trainings less the one
 * that was published. */
static void move_states(struct arena *scratch, struct work *work, const struct published_table *shown, int quarters)
{
    const struct geography *geography = work->geography;
    for (unsigned k = 0; work->finest == ENTITY_TRAINING && k < ENTITY_TRAINING; k++) {
        enum entity_kind level = (enum entity_kind)k;
        if (work->cells[level] == NULL) {
            continue;
        }
        int32_t *moved = arena_array(scratch, int32_t, geography->count[level]);
        for (int quarter = 0; quarter < quarters; quarter++) {
            for (uint32_t unit = 0; unit < geography->count[level]; unit++) {
                moved[unit] -= tables_flow(shown, level, unit, quarter)[0];
            }
            for (uint32_t unit = 0; unit < geography->count[ENTITY_TRAINING]; unit++) {
                uint32_t place = work->place[level][unit];
                if (place != GEOGRAPHY_NONE) {
                    moved[place] += tables_flow(shown, ENTITY_TRAINING, unit, quarter)[0];
                }
            }
        }
        work->moved[level] = moved;
    }
}

static void forget_moves(struct work *work)
{
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        work->moved[level] = NULL;
    }
}

/* The categories of past quarters, whose totals stay. */
static void restate(const struct protection *protection, struct work *work)
{
    const struct published_table *exact = tables_find(protection->exact, work->exact->measure, work->exact->dimensions);
    struct work still = {0}; /* totals that do not change */
    work_init(&still, protection->scratch, work->geography, work->base,
              find_work(protection, work->exact->measure, 0)->exact, NULL);
    for (int quarter = 0; quarter < protection->past->quarters; quarter++) {
        if (work_begin_restatement(work, quarter, exact)) {
            struct draws draws;
            begin_draws(protection, work->exact, protection->past->quarters, &draws);
            draws.counter = (uint64_t)(quarter + 1) << 48; /* draws of its own */
            start_breakdown(work, &still, protection->scratch);
            search_breakdown(work, &draws, protection->scratch);
        }
        work_end_restatement(work, quarter);
    }
    work_gather_states(work, protection->past->quarters);
}

/* --- the measures, each apart --- */

/* Measures that have no count in common are protected apart: each by a thread of its own. */
struct groups {
    const struct protection *protection;
    enum event leader[EVENT_KINDS]; /* [measure]: the one whose counts it shares, or itself */
    enum event leaders[EVENT_KINDS];
    size_t count;
};

static void find_groups(const struct protection *protection, struct groups *out)
{
    *out = (struct groups){.protection = protection};
    for (size_t i = 0; i < protection->exact->count; i++) {
        enum event measure = protection->exact->items[i].measure;
        const struct work *twin = protection->twin[i];
        if (i > 0 && measure == protection->exact->items[i - 1].measure) {
            continue;
        }
        out->leader[measure] = twin == NULL ? measure : out->leader[twin->exact->measure];
        if (twin == NULL) {
            out->leaders[out->count++] = measure;
        }
    }
}

/* Quarter after quarter, so that a table that is new finds the totals of each. */
static void pass_past(const struct protection *protection, const struct groups *groups, enum event leader)
{
    const struct protection_past *past = protection->past;
    for (int quarter = 0; quarter < past->quarters; quarter++) {
        for (size_t i = 0; i < protection->exact->count; i++) {
            if (groups->leader[protection->exact->items[i].measure] != leader) {
                continue;
            }
            if (is_new(protection, i)) {
                protect_quarter(protection, &protection->works[i], quarter);
            } else {
                work_pass_quarter(&protection->works[i], quarter, &past->shown->items[i]);
            }
        }
    }
    for (size_t i = 0; past->quarters > 0 && i < protection->exact->count; i++) {
        struct work *work = &protection->works[i];
        if (groups->leader[work->exact->measure] != leader) {
            continue;
        }
        if (!is_new(protection, i)) {
            move_states(protection->scratch, work, &past->shown->items[i], past->quarters);
        }
        if (is_restated(work->exact) && past->quarters < protection->exact->quarters) {
            restate(protection, work);
        }
    }
}

static void protect_group(void *context, size_t item, int worker)
{
    const struct groups *groups = context;
    struct protection protection = *groups->protection;
    struct arena scratch;
    (void)worker;
    arena_init(&scratch);
    protection.scratch = &scratch;
    pass_past(&protection, groups, groups->leaders[item]);
    for (int quarter = protection.past->quarters; quarter < protection.exact->quarters; quarter++) {
        for (size_t i = 0; i < protection.exact->count; i++) {
            if (groups->leader[protection.exact->items[i].measure] == groups->leaders[item]) {
                protect_quarter(&protection, &protection.works[i], quarter);
                forget_moves(&protection.works[i]);
            }
        }
    }
    arena_clear(&scratch);
}

bool protect(struct arena *arena, const struct published_tables *exact, const struct protection_rule *rule,
             const struct protection_past *past, struct published_tables *out_protected, struct error *err)
{
    static const struct protection_past none;
    assert(rule->base >= 2 && rule->base <= PROTECTION_BASE_MAX);
    if (!protect_check(exact, err)) {
        return false;
    }
    struct published_tables result;
    copy_shape(arena, exact, &result);
    struct arena scratch;
    arena_init(&scratch);
    struct protection protection = {.exact = exact,
                                    .past = past == NULL ? &none : past,
                                    .rule = rule,
                                    .works = arena_array(&scratch, struct work, exact->count),
                                    .twin = arena_array(&scratch, const struct work *, exact->count),
                                    .scratch = &scratch};
    list_release_flows(&scratch, &protection);
    for (size_t i = 0; i < exact->count; i++) {
        work_init(&protection.works[i], &scratch, exact->geography, rule->base, &protection.releases.items[i],
                  &result.items[i]);
    }
    find_twins(&protection);
    struct groups groups;
    find_groups(&protection, &groups);
    parallel_for(groups.count, parallel_processors(), protect_group, &groups);
    arena_clear(&scratch);
    *out_protected = result;
    return true;
}
