#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "suppress_pattern.h"

/* Checks a pattern with nothing but sums: what made it is not asked. */
struct proof {
    const struct pattern *pattern;
    int32_t *dense;                  /* [cell]: the change being added up, all 0 in between */
    int32_t *low, *high;             /* [quarter][cell], of flows */
    int32_t *sum_low, *sum_high;     /* [quarter][cell], of cumulative figures */
    int32_t *stock_low, *stock_high; /* [quarter][limit], of what it leaves */
};

static size_t place_of(const struct proof *proof, int quarter, uint32_t cell)
{
    return (size_t)quarter * proof->pattern->system->cell_count + cell;
}

static void widen(int32_t *low, int32_t *high, int32_t amount)
{
    *low = amount < *low ? amount : *low;
    *high = amount > *high ? amount : *high;
}

/* The limits of these cells hold, changed by what stands in `dense`: in the flows of the quarter, or up to its end. */
static bool keeps_limits(const struct proof *proof, const struct change *change, int quarter, bool of_flows)
{
    const struct system_limits *limits = &proof->pattern->system->limits;
    for (uint32_t i = 0; i < change->count; i++) {
        uint32_t cell = change->cells[i];
        for (uint32_t k = limits->first_of[cell]; k < limits->first_of[cell + 1]; k++) {
            uint32_t limit = limits->limits_of[k];
            int64_t excess = limits_excess(limits, limit, proof->dense);
            int64_t room = of_flows ? limits_flow_room(limits, limit, proof->pattern->values[quarter])
                                    : limits_sum_room(limits, limit, proof->pattern->sums[quarter]);
            if (excess > room && (!of_flows || limits->items[limit].in_quarter)) {
                return false;
            }
        }
    }
    return true;
}

static bool is_balanced(struct proof *proof, const struct change *change, int quarter)
{
    const struct suppression_system *system = proof->pattern->system;
    bool balanced = true;
    for (uint32_t i = 0; i < change->count; i++) {
        proof->dense[change->cells[i]] = change->amounts[i];
    }
    for (uint32_t r = 0; r < system->row_count && balanced; r++) {
        int64_t sum = 0;
        for (uint32_t e = system->rows[r].first; e < system->rows[r].first + system->rows[r].count; e++) {
            sum += system_sign(&system->rows[r], e) * proof->dense[system->row_cells[e]];
        }
        balanced = sum == 0;
    }
    balanced = balanced && keeps_limits(proof, change, quarter, true);
    for (uint32_t i = 0; i < change->count; i++) {
        proof->dense[change->cells[i]] = 0;
    }
    return balanced;
}

/* The flows of the quarter that it changes are hidden ones, and could be what it makes of them. */
static bool takes_change(struct proof *proof, const struct change *change, int quarter)
{
    const struct pattern *pattern = proof->pattern;
    for (uint32_t i = 0; i < change->count; i++) {
        uint32_t cell = change->cells[i];
        int32_t value = pattern->values[quarter][cell];
        int32_t changed = value + change->amounts[i];
        if (pattern->flow[quarter][cell] == SUPPRESSION_NONE || !system_takes(pattern->system, cell, value, changed)) {
            return false;
        }
        size_t place = place_of(proof, quarter, cell);
        widen(&proof->low[place], &proof->high[place], change->amounts[i]);
    }
    return true;
}

/* The cumulative figures of these cells, changed by what the parts so far come to. */
static bool carries_change(struct proof *proof, const struct change *change, int quarter)
{
    const struct pattern *pattern = proof->pattern;
    for (uint32_t i = 0; i < change->count; i++) {
        uint32_t cell = change->cells[i];
        int32_t amount = proof->dense[cell];
        size_t place = place_of(proof, quarter, cell);
        if (amount != 0 && (!pattern->sum_is_hidden[quarter][cell] || pattern->sums[quarter][cell] + amount < 0)) {
            return false;
        }
        widen(&proof->sum_low[place], &proof->sum_high[place], amount);
    }
    return true;
}

static void widen_stocks(struct proof *proof, const struct change *change, int quarter)
{
    const struct system_limits *limits = &proof->pattern->system->limits;
    for (uint32_t i = 0; i < change->count; i++) {
        uint32_t cell = change->cells[i];
        for (uint32_t k = limits->first_of[cell]; k < limits->first_of[cell + 1]; k++) {
            uint32_t limit = limits->limits_of[k];
            size_t place = (size_t)quarter * limits->count + limit;
            widen(&proof->stock_low[place], &proof->stock_high[place],
                  (int32_t)-limits_excess(limits, limit, proof->dense));
        }
    }
}

/* While it is open, the cumulative figures it changes are hidden, and none falls below 0; once closed it changes none.
 */
static bool carries_changes(struct proof *proof, const struct world *world)
{
    const struct pattern *pattern = proof->pattern;
    uint32_t cells = pattern->system->cell_count;
    bool ok = true;
    size_t part = 0;
    for (int quarter = world->parts[0].quarter; ok && quarter < pattern->quarters; quarter++) {
        for (; part < world->part_count && world->parts[part].quarter == quarter; part++) {
            const struct change *change = &world->parts[part].change;
            for (uint32_t i = 0; i < change->count; i++) {
                proof->dense[change->cells[i]] += change->amounts[i];
            }
        }
        for (size_t p = 0; ok && p < part; p++) {
            ok = carries_change(proof, &world->parts[p].change, quarter) &&
                 keeps_limits(proof, &world->parts[p].change, quarter, false);
            widen_stocks(proof, &world->parts[p].change, quarter);
        }
    }
    memset(proof->dense, 0, cells * sizeof *proof->dense);
    return ok;
}

static bool is_enough(const struct proof *proof, int32_t low, int32_t high, int64_t truth)
{
    int base = proof->pattern->base;
    return high - low >= base - 1 && (truth + high >= base || truth + low <= -base);
}

static bool is_small(const struct proof *proof, int64_t count)
{
    return count != 0 && llabs(count) < proof->pattern->base;
}

/* A figure that is shown is not small; one that is hidden has its worlds. */
static bool covers(const struct proof *proof, int quarter, uint32_t cell)
{
    const struct pattern *pattern = proof->pattern;
    size_t place = place_of(proof, quarter, cell);
    int32_t flow = pattern->values[quarter][cell];
    int64_t sum = pattern->sums[quarter][cell];
    bool flow_is_fine = pattern->flow[quarter][cell] == SUPPRESSION_NONE
                            ? !is_small(proof, flow)
                            : is_enough(proof, proof->low[place], proof->high[place], flow);
    return flow_is_fine &&
           (pattern->sum_is_hidden[quarter][cell] ? is_enough(proof, proof->sum_low[place], proof->sum_high[place], sum)
                                                  : !is_small(proof, sum));
}

/* Those who are present, where they are few, cannot be told either. */
static bool covers_stock(const struct proof *proof, int quarter, uint32_t limit)
{
    const struct system_limits *limits = &proof->pattern->system->limits;
    size_t place = (size_t)quarter * limits->count + limit;
    int64_t rest = limits_rest(limits, limit, proof->pattern->sums[quarter]);
    return !limits->items[limit].is_stock || rest <= 0 || !is_small(proof, rest) ||
           is_enough(proof, proof->stock_low[place], proof->stock_high[place], rest);
}

static bool covers_all(const struct proof *proof)
{
    for (int quarter = 0; quarter < proof->pattern->quarters; quarter++) {
        for (uint32_t cell = 0; cell < proof->pattern->system->cell_count; cell++) {
            if (!covers(proof, quarter, cell)) {
                return false;
            }
        }
        for (uint32_t limit = 0; limit < proof->pattern->system->limits.count; limit++) {
            if (!covers_stock(proof, quarter, limit)) {
                return false;
            }
        }
    }
    return true;
}

bool pattern_verify(const struct pattern *pattern)
{
    struct arena scratch;
    arena_init(&scratch);
    size_t figures = (size_t)pattern->quarters * pattern->system->cell_count;
    size_t stocks = (size_t)pattern->quarters * pattern->system->limits.count;
    struct proof proof = {.pattern = pattern,
                          .dense = arena_array(&scratch, int32_t, pattern->system->cell_count),
                          .low = arena_array(&scratch, int32_t, figures),
                          .high = arena_array(&scratch, int32_t, figures),
                          .sum_low = arena_array(&scratch, int32_t, figures),
                          .sum_high = arena_array(&scratch, int32_t, figures),
                          .stock_low = arena_array(&scratch, int32_t, stocks),
                          .stock_high = arena_array(&scratch, int32_t, stocks)};
    bool ok = true;
    for (size_t w = 0; ok && w < pattern->world_count; w++) {
        const struct world *world = &pattern->worlds[w];
        for (size_t p = 0; ok && p < world->part_count; p++) {
            const struct world_part *part = &world->parts[p];
            ok = is_balanced(&proof, &part->change, part->quarter) &&
                 takes_change(&proof, &part->change, part->quarter) &&
                 (p == 0 || world->parts[p - 1].quarter < part->quarter);
        }
        ok = ok && carries_changes(&proof, world);
    }
    ok = ok && covers_all(&proof);
    arena_clear(&scratch);
    return ok;
}
