#include "suppress_pattern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* How far apart the worlds are that change a figure: from `low` under the truth (0 or less) to `high` over it. */
struct spread {
    int32_t low, high;
};

/* What is known of one cell while a quarter is decided. */
struct cell_state {
    uint32_t open;      /* open worlds that change it: its cumulative figure is hidden while there is one */
    struct spread sum;  /* over these */
    struct spread flow; /* of this quarter */
};

struct decision {
    struct pattern *pattern;
    int quarter;
    struct cell_state *cells;
    struct spread *stocks; /* [limit]: of what it leaves, over the open worlds */
    bool *closing;         /* [world] */
    bool *broken;          /* [world]: what came since contradicts it */
    bool *keeps_hidden;    /* [cell]: its cumulative figure is small, or leaves little to others */
    int32_t *dense;        /* [cell]: the amounts of the change that is looked at, all 0 in between */
    struct circulation *problem;
};

static int32_t value_of(const struct decision *d, uint32_t cell)
{
    return d->pattern->values[d->quarter][cell];
}

static void widen(struct spread *spread, int32_t amount)
{
    spread->low = amount < spread->low ? amount : spread->low;
    spread->high = amount > spread->high ? amount : spread->high;
}

/* Far enough apart, and one of them not small. */
static bool is_enough(const struct decision *d, struct spread spread, int64_t truth)
{
    int base = d->pattern->base;
    return spread.high - spread.low >= base - 1 && (truth + spread.high >= base || truth + spread.low <= -base);
}

/* ---- What the rule hides ---- */

static bool is_small(const struct pattern *pattern, int64_t count)
{
    return count != 0 && count > -pattern->base && count < pattern->base;
}

static void hide(struct decision *d, uint32_t cell, enum suppression_reason reason)
{
    uint8_t *flow = &d->pattern->flow[d->quarter][cell];
    *flow = *flow == SUPPRESSION_NONE ? (uint8_t)reason : *flow;
}

static void hide_small(struct decision *d)
{
    for (uint32_t i = 0; i < d->pattern->system->cell_count; i++) {
        if (is_small(d->pattern, value_of(d, i))) {
            hide(d, i, SUPPRESSION_THRESHOLD);
        }
    }
}

/* "All but two are ..." tells of the two. */
static void hide_complements(struct decision *d)
{
    const struct suppression_system *system = d->pattern->system;
    for (uint32_t r = 0; r < system->row_count; r++) {
        const struct system_row *row = &system->rows[r];
        int64_t whole = value_of(d, system->row_cells[row->first]);
        for (uint32_t e = row->first + 1; row->is_category && e < row->first + row->count; e++) {
            int32_t part = value_of(d, system->row_cells[e]);
            if (part != 0 && is_small(d->pattern, whole - part)) {
                hide(d, system->row_cells[e], SUPPRESSION_COMPLEMENT);
            }
        }
    }
}

/* Those who are present, of a limit that leaves them. */
static bool is_small_stock(const struct decision *d, uint32_t limit)
{
    const struct system_limits *limits = &d->pattern->system->limits;
    return limits->items[limit].is_stock &&
           is_small(d->pattern, limits_rest(limits, limit, d->pattern->sums[d->quarter]));
}

/* Those who are present are the difference of cumulative figures: while they are few, what hides one of these goes on.
 */
static void keep_small_stocks(struct decision *d)
{
    const struct system_limits *limits = &d->pattern->system->limits;
    for (uint32_t l = 0; l < limits->count; l++) {
        const struct system_limit *limit = &limits->items[l];
        for (uint32_t i = limit->first; is_small_stock(d, l) && i < limit->first + limit->count; i++) {
            d->keeps_hidden[limits->terms[i].cell] = true;
        }
    }
}

/* Cumulative figures that may not be shown again, though their flows would let them. */
static void find_small_sums(struct decision *d)
{
    const struct suppression_system *system = d->pattern->system;
    const int64_t *sums = d->pattern->sums[d->quarter];
    for (uint32_t i = 0; i < system->cell_count; i++) {
        d->keeps_hidden[i] = is_small(d->pattern, sums[i]);
    }
    for (uint32_t r = 0; r < system->row_count; r++) {
        const struct system_row *row = &system->rows[r];
        uint32_t whole = system->row_cells[row->first];
        for (uint32_t e = row->first + 1; row->is_category && e < row->first + row->count; e++) {
            bool leaves_few = is_small(d->pattern, sums[whole] - sums[system->row_cells[e]]);
            d->keeps_hidden[whole] |= leaves_few;
            d->keeps_hidden[system->row_cells[e]] |= leaves_few;
        }
    }
}

/* A cumulative figure becomes small when a correction takes most of it away: its flow is hidden, however large. */
static void hide_small_sums(struct decision *d)
{
    const struct suppression_system *system = d->pattern->system;
    const int64_t *sums = d->pattern->sums[d->quarter];
    for (uint32_t i = 0; i < system->cell_count; i++) {
        if (is_small(d->pattern, sums[i]) && value_of(d, i) != 0 && d->cells[i].open == 0) {
            hide(d, i, SUPPRESSION_THRESHOLD);
            circulation_cost(d->problem, i, 0);
        }
    }
}

/* ---- Worlds that end ---- */

static void set_dense(struct decision *d, const struct change *change, int sign)
{
    for (uint32_t i = 0; i < change->count; i++) {
        d->dense[change->cells[i]] = sign * change->amounts[i];
    }
}

/* The change in `dense` keeps the limits of a cell: of the flows of this quarter, or of the cumulative counts. */
static bool keeps_limits_of(const struct decision *d, uint32_t cell, bool of_flows)
{
    const struct system_limits *limits = &d->pattern->system->limits;
    for (uint32_t k = limits->first_of[cell]; k < limits->first_of[cell + 1]; k++) {
        uint32_t limit = limits->limits_of[k];
        int64_t excess = limits_excess(limits, limit, d->dense);
        int64_t room = of_flows ? limits_flow_room(limits, limit, d->pattern->values[d->quarter])
                                : limits_sum_room(limits, limit, d->pattern->sums[d->quarter]);
        if (excess > room && (!of_flows || limits->items[limit].in_quarter)) {
            return false;
        }
    }
    return true;
}

static bool keeps_limits(struct decision *d, const struct change *change, int sign, bool of_flows)
{
    bool keeps = true;
    set_dense(d, change, sign);
    for (uint32_t i = 0; keeps && i < change->count; i++) {
        keeps = keeps_limits_of(d, change->cells[i], of_flows);
    }
    set_dense(d, change, 0);
    return keeps;
}

/* The opposite change fits into this quarter. */
static bool can_close(struct decision *d, const struct world *world)
{
    bool fits = !world->is_closed;
    for (uint32_t i = 0; fits && i < world->open.count; i++) {
        uint32_t cell = world->open.cells[i];
        int32_t value = value_of(d, cell);
        fits = !d->keeps_hidden[cell] && system_takes(d->pattern->system, cell, value, value - world->open.amounts[i]);
    }
    return fits && keeps_limits(d, &world->open, -1, true);
}

/* What came since contradicts the world: a correction took so much away that it would leave less than nobody, or so
 * many left that more would have left than entered. */
static bool is_broken(struct decision *d, const struct world *world)
{
    for (uint32_t i = 0; i < world->open.count; i++) {
        if (d->pattern->sums[d->quarter][world->open.cells[i]] + world->open.amounts[i] < 0) {
            return true;
        }
    }
    return !keeps_limits(d, &world->open, 1, false);
}

static void widen_stocks(struct decision *d, const struct change *change)
{
    const struct system_limits *limits = &d->pattern->system->limits;
    set_dense(d, change, 1);
    for (uint32_t i = 0; i < change->count; i++) {
        uint32_t cell = change->cells[i];
        for (uint32_t k = limits->first_of[cell]; k < limits->first_of[cell + 1]; k++) {
            uint32_t limit = limits->limits_of[k];
            widen(&d->stocks[limit], (int32_t)-limits_excess(limits, limit, d->dense));
        }
    }
    set_dense(d, change, 0);
}

/* The world stays open: it hides the cumulative figures of its cells. */
static void keep_open(struct decision *d, const struct world *world)
{
    for (uint32_t i = 0; i < world->open.count; i++) {
        struct cell_state *cell = &d->cells[world->open.cells[i]];
        cell->open++;
        widen(&cell->sum, world->open.amounts[i]);
    }
    widen_stocks(d, &world->open);
}

/* Closing is worth it when half of the cells get their cumulative figure back. */
static bool is_worth_closing(const struct decision *d, const struct world *world)
{
    uint32_t freed = 0;
    for (uint32_t i = 0; i < world->open.count; i++) {
        freed += d->cells[world->open.cells[i]].open == 0;
    }
    return 2 * freed >= world->open.count;
}

/* A cell would stay hidden by others that move it too little. */
static bool leaves_narrow(const struct decision *d, const struct world *world)
{
    for (uint32_t i = 0; i < world->open.count; i++) {
        uint32_t cell = world->open.cells[i];
        if (d->cells[cell].open > 0 && !is_enough(d, d->cells[cell].sum, d->pattern->sums[d->quarter][cell])) {
            return true;
        }
    }
    return false;
}

/* Of the worlds that can close, keeps those open whose end helps little or uncovers others, until no more are. Broken
 * ones are another matter. */
static void choose_closing(struct decision *d)
{
    const struct pattern *pattern = d->pattern;
    for (size_t w = 0; w < pattern->world_count; w++) {
        const struct world *world = &pattern->worlds[w];
        d->closing[w] = can_close(d, world);
        d->broken[w] = !world->is_closed && is_broken(d, world);
        if (!d->closing[w] && !world->is_closed && !d->broken[w]) {
            keep_open(d, world);
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t w = 0; w < pattern->world_count; w++) {
            const struct world *world = &pattern->worlds[w];
            if (d->closing[w] && !d->broken[w] && (!is_worth_closing(d, world) || leaves_narrow(d, world))) {
                d->closing[w] = false;
                keep_open(d, world);
                changed = true;
            }
        }
    }
}

static void add_part(struct pattern *pattern, struct world *world, struct change change, int quarter)
{
    size_t count = world->part_count, size = sizeof *world->parts;
    world->parts = arena_grow(pattern->arena, world->parts, count * size, (count + 1) * size);
    world->parts[world->part_count++] = (struct world_part){change, quarter};
}

static void widen_flows(struct decision *d, const struct change *change, enum suppression_reason reason)
{
    for (uint32_t i = 0; i < change->count; i++) {
        hide(d, change->cells[i], reason);
        widen(&d->cells[change->cells[i]].flow, change->amounts[i]);
    }
}

static struct change opposite(struct arena *arena, const struct change *change)
{
    int32_t *amounts = arena_array(arena, int32_t, change->count);
    for (uint32_t i = 0; i < change->count; i++) {
        amounts[i] = -change->amounts[i];
    }
    return (struct change){change->cells, amounts, change->count};
}

static void close_worlds(struct decision *d)
{
    choose_closing(d);
    for (size_t w = 0; w < d->pattern->world_count; w++) {
        struct world *world = &d->pattern->worlds[w];
        if (d->closing[w]) {
            struct change back = opposite(d->pattern->arena, &world->open);
            add_part(d->pattern, world, back, d->quarter);
            widen_flows(d, &back, SUPPRESSION_LATER);
            world->is_closed = true;
        }
    }
}

/* ---- Worlds that what came since broke ---- */

/* Both changes, by cell; what comes to nothing falls out. */
static struct change together(struct arena *arena, const struct change *a, const struct change *b)
{
    uint32_t *cells = arena_array(arena, uint32_t, a->count + b->count);
    int32_t *amounts = arena_array(arena, int32_t, a->count + b->count);
    uint32_t count = 0;
    for (uint32_t i = 0, k = 0; i < a->count || k < b->count;) {
        uint32_t left = i < a->count ? a->cells[i] : UINT32_MAX, right = k < b->count ? b->cells[k] : UINT32_MAX;
        cells[count] = left < right ? left : right;
        amounts[count] = (left <= right ? a->amounts[i] : 0) + (right <= left ? b->amounts[k] : 0);
        i += left <= right;
        k += right <= left;
        count += amounts[count] != 0;
    }
    return (struct change){cells, amounts, count};
}

/* Adds to the world, in this quarter, what makes it possible again. */
static bool mend_world(struct decision *d, struct world *world)
{
    static const struct change nothing;
    struct change found;
    d->pattern->solved++;
    if (!circulation_mend(d->problem, &world->open, &found)) {
        return false;
    }
    struct change change = together(d->pattern->arena, &found, &nothing);
    add_part(d->pattern, world, change, d->quarter);
    world->open = together(d->pattern->arena, &world->open, &change);
    widen_flows(d, &change, SUPPRESSION_LATER);
    for (uint32_t i = 0; i < change.count; i++) {
        circulation_cost(d->problem, change.cells[i], 0);
    }
    keep_open(d, world);
    return true;
}

static bool mend_worlds(struct decision *d)
{
    bool ok = true;
    for (size_t w = 0; ok && w < d->pattern->world_count; w++) {
        struct world *world = &d->pattern->worlds[w];
        ok = world->is_closed || !d->broken[w] || mend_world(d, world);
    }
    return ok;
}

/* ---- New worlds ---- */

/* What hiding a cell costs its readers: more of a total, of a wide territory, of a larger count. */
static double weight_of(const struct decision *d, uint32_t cell)
{
    static const double of_level[ENTITY_KINDS] = {[ENTITY_COUNTRY] = 400,
                                                  [ENTITY_REGION] = 40,
                                                  [ENTITY_DEPARTMENT] = 8,
                                                  [ENTITY_STRUCTURE] = 3,
                                                  [ENTITY_TRAINING] = 2};
    static const double of_dimensions[] = {3, 1, 0.5};
    const struct system_cell *c = &d->pattern->system->cells[cell];
    double size = 1;
    for (int32_t value = abs(value_of(d, cell)); value > 1; value /= 2) {
        size++;
    }
    return of_level[c->level] * of_dimensions[d->pattern->system->tables[c->table]->dimension_count] * size;
}

static double cost_of(const struct decision *d, uint32_t cell)
{
    bool is_hidden = d->pattern->flow[d->quarter][cell] != SUPPRESSION_NONE;
    double again = d->cells[cell].open > 0 ? 0.5 : 1; /* its cumulative figure is hidden anyway */
    return is_hidden ? 0 : weight_of(d, cell) * again;
}

static struct world *add_world(struct pattern *pattern)
{
    return arena_push(pattern->arena, pattern->worlds, pattern->world_count, pattern->world_capacity);
}

static struct change copy_change(struct arena *arena, const struct change *change)
{
    uint32_t *cells = arena_array(arena, uint32_t, change->count);
    int32_t *amounts = arena_array(arena, int32_t, change->count);
    memcpy(cells, change->cells, change->count * sizeof *cells);
    memcpy(amounts, change->amounts, change->count * sizeof *amounts);
    return (struct change){cells, amounts, change->count};
}

static void open_world(struct decision *d, const struct change *change)
{
    struct world *world = add_world(d->pattern);
    struct change copy = copy_change(d->pattern->arena, change);
    *world = (struct world){.open = copy};
    add_part(d->pattern, world, copy, d->quarter);
    keep_open(d, world);
    widen_flows(d, &copy, SUPPRESSION_SECONDARY);
    for (uint32_t i = 0; i < copy.count; i++) {
        circulation_cost(d->problem, copy.cells[i], 0);
    }
}

/* The change that a hidden figure still needs: up to the base, then as far apart as it has to be, down if it can. Of a
 * negative count the same, downwards. */
static int32_t amount_needed(const struct decision *d, struct spread spread, int64_t truth)
{
    int32_t base = d->pattern->base;
    int32_t missing = base - 1 - (spread.high - spread.low);
    if (truth < 0) {
        return -amount_needed(d, (struct spread){-spread.high, -spread.low}, -truth);
    }
    if (truth + spread.high < base) {
        return base - (int32_t)truth;
    }
    return truth + spread.low - missing >= 1 ? spread.low - missing : spread.high + missing;
}

static bool protect_figure(struct decision *d, uint32_t cell, struct spread spread, int64_t truth)
{
    struct change change;
    int32_t amount = amount_needed(d, spread, truth);
    int32_t other = truth < 0 ? spread.low - d->pattern->base + 1 : spread.high + d->pattern->base - 1;
    d->pattern->solved++;
    if (circulation_find(d->problem, cell, amount, &change) || circulation_find(d->problem, cell, other, &change)) {
        open_world(d, &change);
        return true;
    }
    return false;
}

/* Until the hidden figures of the cell, flow and cumulative, have worlds enough. A cumulative one that older worlds
 * hide keeps these, unless the cell is hidden anew. */
static bool protect_cell(struct decision *d, uint32_t cell, bool *out_changed)
{
    const struct cell_state *state = &d->cells[cell];
    int32_t flow = value_of(d, cell);
    int64_t sum = d->pattern->sums[d->quarter][cell];
    bool ok = true;
    while (ok && d->pattern->flow[d->quarter][cell] != SUPPRESSION_NONE) {
        if (!is_enough(d, state->flow, flow)) {
            ok = protect_figure(d, cell, state->flow, flow);
        } else if (state->open > 0 && !is_enough(d, state->sum, sum)) {
            ok = protect_figure(d, cell, state->sum, sum);
        } else {
            return true;
        }
        *out_changed = true;
    }
    return ok;
}

/* From the country down: what protects a whole moves some of its parts as well. Again while new cells get hidden. */
static bool protect_cells(struct decision *d)
{
    static const enum entity_kind order[] = {ENTITY_COUNTRY, ENTITY_REGION, ENTITY_DEPARTMENT, ENTITY_STRUCTURE,
                                             ENTITY_TRAINING};
    const struct suppression_system *system = d->pattern->system;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t level = 0; level < sizeof order / sizeof *order; level++) {
            for (uint32_t i = 0; i < system->cell_count; i++) {
                if (system->cells[i].level == order[level] && !protect_cell(d, i, &changed)) {
                    return false;
                }
            }
        }
    }
    return true;
}

static bool protect_stock(struct decision *d, uint32_t limit)
{
    struct change change;
    const struct system_limits *limits = &d->pattern->system->limits;
    struct spread *spread = &d->stocks[limit];
    int64_t truth = limits_rest(limits, limit, d->pattern->sums[d->quarter]);
    int32_t amount = amount_needed(d, *spread, truth);
    d->pattern->solved++;
    if (!circulation_find_stock(d->problem, limit, amount, &change) &&
        !circulation_find_stock(d->problem, limit, spread->high + d->pattern->base - 1, &change)) {
        return false;
    }
    open_world(d, &change);
    return true;
}

/* Those who are present, where they are few. What hides them may hide cells that need worlds in turn. */
static bool protect_stocks(struct decision *d)
{
    const struct system_limits *limits = &d->pattern->system->limits;
    bool ok = true;
    for (uint32_t l = 0; ok && l < limits->count; l++) {
        int64_t truth = limits_rest(limits, l, d->pattern->sums[d->quarter]);
        while (ok && is_small_stock(d, l) && truth > 0 && !is_enough(d, d->stocks[l], truth)) {
            ok = protect_stock(d, l);
        }
    }
    return ok;
}

/* ---- Quarter after quarter ---- */

static bool decide_quarter(struct pattern *pattern, int quarter)
{
    struct arena scratch;
    arena_init(&scratch);
    uint32_t cells = pattern->system->cell_count;
    struct decision d = {.pattern = pattern,
                         .quarter = quarter,
                         .cells = arena_array(&scratch, struct cell_state, cells),
                         .stocks = arena_array(&scratch, struct spread, pattern->system->limits.count),
                         .closing = arena_array(&scratch, bool, pattern->world_count),
                         .broken = arena_array(&scratch, bool, pattern->world_count),
                         .keeps_hidden = arena_array(&scratch, bool, cells),
                         .dense = arena_array(&scratch, int32_t, cells)};
    hide_small(&d);
    hide_complements(&d);
    find_small_sums(&d);
    keep_small_stocks(&d);
    close_worlds(&d);
    d.problem = circulation_open(pattern->glpk, pattern->system, pattern->values[quarter], pattern->sums[quarter],
                                 4 * pattern->base);
    for (uint32_t i = 0; i < cells; i++) {
        circulation_cost(d.problem, i, cost_of(&d, i));
    }
    bool ok = mend_worlds(&d);
    hide_small_sums(&d);
    ok = ok && protect_stocks(&d) && protect_cells(&d);
    for (uint32_t i = 0; i < cells; i++) {
        pattern->sum_is_hidden[quarter][i] = d.cells[i].open > 0;
    }
    circulation_close(d.problem);
    arena_clear(&scratch);
    return ok;
}

/* The counts of the quarter, and the cumulative ones up to it. */
static void count_quarter(struct pattern *pattern, int quarter)
{
    system_values(pattern->system, quarter, pattern->values[quarter]);
    for (uint32_t i = 0; i < pattern->system->cell_count; i++) {
        int64_t before = quarter == 0 ? 0 : pattern->sums[quarter - 1][i];
        pattern->sums[quarter][i] = before + pattern->values[quarter][i];
    }
}

bool pattern_make(struct pattern *pattern, struct arena *arena, const struct glpk *glpk,
                  const struct suppression_system *system, int base, int quarters, int *out_quarter)
{
    *pattern = (struct pattern){.glpk = glpk,
                                .system = system,
                                .arena = arena,
                                .base = base,
                                .quarters = quarters,
                                .values = arena_array(arena, int32_t *, (size_t)quarters),
                                .sums = arena_array(arena, int64_t *, (size_t)quarters),
                                .flow = arena_array(arena, uint8_t *, (size_t)quarters),
                                .sum_is_hidden = arena_array(arena, bool *, (size_t)quarters)};
    for (int q = 0; q < quarters; q++) {
        pattern->values[q] = arena_array(arena, int32_t, system->cell_count);
        pattern->sums[q] = arena_array(arena, int64_t, system->cell_count);
        pattern->flow[q] = arena_array(arena, uint8_t, system->cell_count);
        pattern->sum_is_hidden[q] = arena_array(arena, bool, system->cell_count);
        count_quarter(pattern, q);
        if (!decide_quarter(pattern, q)) {
            *out_quarter = q;
            return false;
        }
    }
    return true;
}
