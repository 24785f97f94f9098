#include "gencarto/compile/disclosure/split.h"

#include <stdlib.h>
#include <string.h>

#include "draw.h"
#include "share.h"

/* A category in a quarter. */
struct part {
    struct share_part share; /* desired: what the revised flow lacks; eligible: the truth moved */
    int64_t state;           /* revised flow of the former releases, in steps: no more can be taken back */
    int64_t change;          /* result, in steps */
};

struct split {
    struct arena *arena;
    const struct split_causes *causes;
    const struct protection_rule *rule;
    const struct protection_past *past;
    const struct published_tables *shown;
    struct revisions *revisions;
    size_t former_count; /* revisions of former releases */
};

/* --- exact changes --- */

static const struct published_table *same_table(const struct published_tables *tables,
                                                const struct published_table *table)
{
    return tables == NULL ? NULL : tables_find(tables, table->measure, table->dimensions);
}

static int64_t count_in(const struct published_tables *tables, const struct published_table *table,
                        enum entity_kind level, uint32_t unit, int quarter, int category)
{
    const struct published_table *same = same_table(tables, table);
    return same == NULL || same->flows[level] == NULL ? 0 : tables_flow(same, level, unit, quarter)[category];
}

static int64_t true_change(const struct split *split, const struct published_table *table, enum entity_kind level,
                           uint32_t unit, int quarter, int category)
{
    return count_in(split->causes->now, table, level, unit, quarter, category) -
           count_in(split->causes->known, table, level, unit, quarter, category);
}

/* What each cause changed; what is left over is a correction, or the other method. */
static void true_causes(const struct split *split, const struct published_table *table, enum entity_kind level,
                        uint32_t unit, int quarter, int category, int64_t out_amounts[CAUSES])
{
    int64_t left = true_change(split, table, level, unit, quarter, category);
    for (unsigned cause = 0; cause < CAUSES; cause++) {
        out_amounts[cause] = count_in(split->causes->by_cause[cause], table, level, unit, quarter, category);
        left -= out_amounts[cause];
    }
    bool is_method = split->causes->method_changed != NULL && split->causes->method_changed[quarter];
    out_amounts[is_method ? CAUSE_METHOD : CAUSE_CORRECTION] += left;
}

static enum revision_cause greatest(const int64_t amounts[CAUSES])
{
    unsigned main = CAUSE_CORRECTION;
    for (unsigned cause = 0; cause < CAUSES; cause++) {
        main = llabs(amounts[cause]) > llabs(amounts[main]) ? cause : main;
    }
    return (enum revision_cause)main;
}

/* --- the parts of a region --- */

static void list_parts(const struct split *split, const struct published_table *table, uint32_t region,
                       const struct draws *draws, struct part *parts)
{
    int base = split->rule->base;
    for (int quarter = 0; quarter <= split->past->quarters; quarter++) {
        for (int c = 0; c < table->categories; c++) {
            struct part *part = &parts[quarter * table->categories + c];
            bool is_new = quarter == split->past->quarters;
            int64_t exact = true_change(split, table, ENTITY_REGION, region, quarter, c);
            int64_t revised = is_new ? 0 : tables_flow(table, ENTITY_REGION, region, quarter)[c];
            part->state = revised / base;
            part->share.eligible = is_new || exact != 0;
            part->share.desired = count_in(split->causes->now, table, ENTITY_REGION, region, quarter, c) - revised;
            if (exact != 0) {
                part->share.desired += draws_shift(draws, split->shown->geography->codes[ENTITY_REGION][region],
                                                   quarter * table->categories + c, base);
            }
        }
    }
    for (size_t i = 0; i < split->former_count; i++) {
        const struct revision *revision = &split->revisions->items[i];
        if (revision->measure == table->measure && revision->dimensions == table->dimensions &&
            revision->level == ENTITY_REGION && revision->unit == region && !revision->names_only) {
            struct part *part = &parts[revision->quarter * table->categories + revision->category];
            struct part *own = &parts[revision->release * table->categories + revision->category];
            part->state += revision->change / base;
            part->share.desired -= revision->change;
            own->state -= revision->change / base; /* its flow held that of the earlier quarter */
            own->share.desired += revision->change;
        }
    }
}

static void give(struct part *part, int64_t steps, int base)
{
    part->change += steps;
    part->share.desired -= steps * base;
}

/* What the part shows too much, as far as it has it. */
static int64_t take_excess(struct part *part, int base)
{
    int64_t excess = part->share.desired >= 0 ? 0 : (2 * -part->share.desired + base) / (2 * base);
    int64_t steps = !part->share.eligible ? 0 : excess < part->state ? excess : part->state;
    give(part, -steps, base);
    return steps;
}

/* Of a line of parts the one that has most too much of what it can give. */
static struct part *giver(struct part *first, size_t stride, size_t count)
{
    struct part *best = NULL;
    for (size_t i = 0; i < count; i++) {
        struct part *part = first + i * stride;
        bool can = part->state + part->change > 0;
        if (can && (best == NULL ||
                    (part->share.eligible != best->share.eligible ? part->share.eligible
                                                                  : part->share.desired < best->share.desired))) {
            best = part;
        }
    }
    return best;
}

static void fit_total(struct part *parts, size_t quarters, int64_t steps, int base)
{
    struct arena scratch;
    arena_init(&scratch);
    struct share_part *shares = arena_array(&scratch, struct share_part, quarters);
    for (size_t i = 0; i < quarters; i++) {
        steps += take_excess(&parts[i], base);
    }
    for (struct part *part; steps < 0 && (part = giver(parts, 1, quarters)) != NULL; steps++) {
        give(part, -1, base);
    }
    for (size_t i = 0; i < quarters; i++) {
        shares[i] = parts[i].share;
    }
    share_out(shares, quarters, steps, base);
    for (size_t i = 0; i < quarters; i++) {
        give(&parts[i], shares[i].steps, base);
    }
    arena_clear(&scratch);
}

/* [quarter][category], both margins given, in steps. */
static void fit_categories(struct part *parts, size_t quarters, size_t categories, int64_t *row_left,
                           int64_t *column_left, int base)
{
    struct arena scratch;
    arena_init(&scratch);
    struct share_part *shares = arena_array(&scratch, struct share_part, quarters * categories);
    for (size_t i = 0; i < quarters * categories; i++) {
        int64_t steps = take_excess(&parts[i], base);
        row_left[i / categories] += steps;
        column_left[i % categories] += steps;
    }
    for (size_t r = 0; r < quarters; r++) {
        for (struct part *part; row_left[r] < 0 && (part = giver(&parts[r * categories], 1, categories)) != NULL;
             row_left[r]++) {
            give(part, -1, base);
            column_left[(size_t)(part - parts) % categories]++;
        }
    }
    for (size_t c = 0; c < categories; c++) {
        for (struct part *part; column_left[c] < 0 && (part = giver(&parts[c], categories, quarters)) != NULL;
             column_left[c]++) {
            give(part, -1, base);
            row_left[(size_t)(part - parts) / categories]++;
        }
    }
    for (size_t i = 0; i < quarters * categories; i++) {
        shares[i] = parts[i].share;
    }
    share_matrix(shares, quarters, categories, row_left, column_left, base);
    for (size_t i = 0; i < quarters * categories; i++) {
        give(&parts[i], shares[i].steps, base);
    }
    arena_clear(&scratch);
}

/* --- causes --- */

/* The change of a total among the causes that pull its way. */
static void share_causes(int64_t steps, const int64_t amounts[CAUSES], int base, int64_t out_steps[CAUSES])
{
    struct share_part shares[CAUSES];
    int sign = steps < 0 ? -1 : 1;
    bool any = false;
    for (unsigned cause = 0; cause < CAUSES; cause++) {
        bool pulls = sign * amounts[cause] > 0;
        shares[cause] = (struct share_part){.desired = sign * amounts[cause], .eligible = pulls};
        any = any || pulls;
    }
    if (!any) {
        shares[greatest(amounts)].eligible = true;
    }
    share_out(shares, CAUSES, sign * steps, base);
    for (unsigned cause = 0; cause < CAUSES; cause++) {
        out_steps[cause] = sign * shares[cause].steps;
    }
}

static void record(struct split *split, const struct published_table *table, uint32_t region, int quarter, int category,
                   enum revision_cause cause, int64_t steps)
{
    if (steps != 0) {
        revisions_add(split->revisions, split->arena,
                      (struct revision){.release = split->past->quarters,
                                        .quarter = quarter,
                                        .level = ENTITY_REGION,
                                        .unit = region,
                                        .measure = table->measure,
                                        .dimensions = table->dimensions,
                                        .category = category,
                                        .cause = cause,
                                        .change = (int32_t)(steps * split->rule->base)});
    }
}

/* The changes of the totals of a measure by cause, in steps: [quarter][region][cause]. */
static int64_t *steps_of(const struct split *split, int64_t *all, int quarter, uint32_t region)
{
    size_t row = (size_t)quarter * split->shown->geography->count[ENTITY_REGION] + region;
    return &all[row * CAUSES];
}

/* Trainings that move inside the country change nothing of it: where the parts of the regions do not come to 0, a
 * region gives a step to its other causes. */
static void settle_boundary(const struct split *split, int64_t *all, int quarter)
{
    uint32_t regions = split->shown->geography->count[ENTITY_REGION];
    int64_t sum = 0;
    for (uint32_t region = 0; region < regions; region++) {
        sum += steps_of(split, all, quarter, region)[CAUSE_BOUNDARY];
    }
    for (uint32_t region = 0; region < regions && sum != 0; region++) {
        int64_t *steps = steps_of(split, all, quarter, region);
        int64_t own = sum > 0 ? steps[CAUSE_BOUNDARY] : -steps[CAUSE_BOUNDARY];
        int64_t given = own <= 0 ? 0 : own < llabs(sum) ? own : llabs(sum);
        given = sum > 0 ? given : -given;
        enum revision_cause other = steps[CAUSE_LATE] != 0 ? CAUSE_LATE : CAUSE_CORRECTION;
        steps[CAUSE_BOUNDARY] -= given;
        steps[other] += given;
        sum -= given;
    }
}

static void record_totals(struct split *split, const struct published_table *table, int64_t *all)
{
    for (int quarter = 0; quarter < split->past->quarters; quarter++) {
        settle_boundary(split, all, quarter);
        for (uint32_t region = 0; region < split->shown->geography->count[ENTITY_REGION]; region++) {
            for (unsigned cause = 0; cause < CAUSES; cause++) {
                record(split, table, region, quarter, 0, (enum revision_cause)cause,
                       steps_of(split, all, quarter, region)[cause]);
            }
        }
    }
}

/* --- tables --- */

static bool moved(const struct split *split, const struct published_table *table, uint32_t region)
{
    for (int quarter = 0; quarter < split->past->quarters; quarter++) {
        for (int c = 0; c < table->categories; c++) {
            if (true_change(split, table, ENTITY_REGION, region, quarter, c) != 0) {
                return true;
            }
        }
    }
    return false;
}

/* `totals`: the steps of the total of the region in each quarter, made for a table of totals, used up for a breakdown;
 * `by_cause`: those of a table of totals by cause. */
static void split_region(struct split *split, const struct published_table *table, uint32_t region, int64_t *totals,
                         int64_t *by_cause)
{
    int base = split->rule->base;
    size_t quarters = (size_t)split->past->quarters + 1, categories = (size_t)table->categories;
    struct arena scratch;
    struct draws draws;
    arena_init(&scratch);
    struct part *parts = arena_array(&scratch, struct part, quarters * categories);
    int64_t *columns = arena_array(&scratch, int64_t, categories);
    struct str name = str_format(&scratch, "%s/%u/revision", cube_event_codes[table->measure], table->dimensions);
    struct str release = str_format(&scratch, "%d", split->rule->first.index + split->past->quarters);
    draws_begin(&draws, split->rule->key, release, name);
    list_parts(split, table, region, &draws, parts);
    for (size_t c = 0; c < categories; c++) {
        columns[c] = tables_flow(table, ENTITY_REGION, region, split->past->quarters)[c] / base;
    }
    if (table->dimension_count == 0) {
        fit_total(parts, quarters, columns[0], base);
        for (size_t quarter = 0; quarter < quarters; quarter++) {
            totals[quarter] = parts[quarter].change;
        }
    } else {
        fit_categories(parts, quarters, categories, totals, columns, base);
    }
    for (size_t i = 0; i < (quarters - 1) * categories; i++) {
        int64_t amounts[CAUSES];
        int quarter = (int)(i / categories), category = (int)(i % categories);
        true_causes(split, table, ENTITY_REGION, region, quarter, category, amounts);
        if (table->dimension_count == 0) {
            share_causes(parts[i].change, amounts, base, steps_of(split, by_cause, quarter, region));
        } else {
            record(split, table, region, quarter, category, greatest(amounts), parts[i].change);
        }
    }
    arena_clear(&scratch);
}

/* Totals stand before the breakdowns of their measure. */
static void split_measure(struct split *split, const struct published_table *totals)
{
    size_t quarters = (size_t)split->past->quarters + 1;
    int64_t *steps = arena_array(split->arena, int64_t, quarters);
    int64_t *left = arena_array(split->arena, int64_t, quarters);
    int64_t *by_cause =
        arena_array(split->arena, int64_t, quarters * split->shown->geography->count[ENTITY_REGION] * CAUSES);
    for (uint32_t region = 0; region < split->shown->geography->count[ENTITY_REGION]; region++) {
        if (!tables_has_level(totals, ENTITY_REGION)) {
            continue;
        }
        bool any = moved(split, totals, region);
        memset(steps, 0, quarters * sizeof *steps);
        steps[quarters - 1] = tables_flow(totals, ENTITY_REGION, region, split->past->quarters)[0] / split->rule->base;
        if (any) {
            split_region(split, totals, region, steps, by_cause);
        }
        for (size_t t = 0; t < split->shown->count; t++) {
            const struct published_table *table = &split->shown->items[t];
            bool is_breakdown = table->measure == totals->measure && table->dimension_count == 1 &&
                                tables_has_level(table, ENTITY_REGION);
            if (is_breakdown && (any || moved(split, table, region))) {
                memcpy(left, steps, quarters * sizeof *left);
                split_region(split, table, region, left, NULL);
            }
        }
    }
    record_totals(split, totals, by_cause);
}

/* --- below the regions --- */

static void name_cause(struct split *split, const struct published_table *table, enum entity_kind level, uint32_t unit)
{
    int64_t sums[CAUSES] = {0}, changed = 0;
    for (int quarter = 0; quarter < split->past->quarters; quarter++) {
        int64_t amounts[CAUSES];
        changed += llabs(true_change(split, table, level, unit, quarter, 0));
        true_causes(split, table, level, unit, quarter, 0, amounts);
        for (unsigned cause = 0; cause < CAUSES; cause++) {
            sums[cause] += llabs(amounts[cause]);
        }
    }
    if (changed >= split->rule->base && tables_flow(table, level, unit, split->past->quarters)[0] != 0) {
        revisions_add(split->revisions, split->arena,
                      (struct revision){.release = split->past->quarters,
                                        .quarter = split->past->quarters,
                                        .level = level,
                                        .unit = unit,
                                        .measure = table->measure,
                                        .dimensions = 0,
                                        .cause = greatest(sums),
                                        .names_only = true});
    }
}

static void name_causes(struct split *split, const struct published_table *totals)
{
    static const enum entity_kind levels[] = {ENTITY_DEPARTMENT, ENTITY_STRUCTURE, ENTITY_TRAINING};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        for (uint32_t unit = 0; tables_has_level(totals, levels[i]) && unit < split->shown->geography->count[levels[i]];
             unit++) {
            name_cause(split, totals, levels[i], unit);
        }
    }
}

void split_changes(struct arena *arena, const struct split_causes *causes, const struct protection_rule *rule,
                   const struct protection_past *past, const struct published_tables *shown,
                   struct revisions *revisions)
{
    struct split split = {arena, causes, rule, past, shown, revisions, revisions->count};
    for (size_t t = 0; t < shown->count; t++) {
        bool is_restated = shown->items[t].measure == EVENT_OUTCOME; /* in its own quarters already */
        bool is_amount = shown->items[t].measure == EVENT_AID;       /* counts alone are split */
        if (shown->items[t].dimension_count == 0 && !is_restated && !is_amount) {
            split_measure(&split, &shown->items[t]);
            name_causes(&split, &shown->items[t]);
        }
    }
    revisions_mark_main(revisions);
}
