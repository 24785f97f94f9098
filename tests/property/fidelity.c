#include "fidelity.h"

#include <math.h>
#include <stdlib.h>

const char *const fidelity_group_names[FIDELITY_GROUPS] = {
    [COUNTRY_TOTALS] = "national totals",
    [COUNTRY_ONE_WAY] = "national one-way",
    [REGIONS] = "regions",
    [OTHERS] = "other cumulative",
    [FLOWS] = "flows",
};
const char *const fidelity_share_names[FIDELITY_SHARES] = {
    [SHARE_COUNTRY] = "France",
    [SHARE_400] = "regions of 400 and more",
    [SHARE_200] = "regions of 200 to 399",
};

double spread_mean(struct spread spread)
{
    return spread.cells == 0 ? 0 : (double)spread.sum / (double)spread.cells;
}

static void spread_add(struct spread *spread, int64_t error)
{
    spread->cells++;
    spread->sum += llabs(error);
    spread->greatest = llabs(error) > spread->greatest ? llabs(error) : spread->greatest;
}

static enum fidelity_group group_of(const struct published_table *table, unsigned level)
{
    if (level == ENTITY_REGION) {
        return REGIONS;
    }
    return level != ENTITY_COUNTRY || table->dimension_count == 2 ? OTHERS
           : table->dimension_count == 0                          ? COUNTRY_TOTALS
                                                                  : COUNTRY_ONE_WAY;
}

static void add_near(struct fidelity *out, int64_t error, int base)
{
    out->near.cells++;
    out->near.sum += llabs(error) < base;
}

static void add_series(struct fidelity *out, const struct published_table *exact,
                       const struct published_table *published, unsigned level, uint32_t unit, int category, int base)
{
    int64_t count = 0, shown = 0;
    for (int quarter = 0; quarter < exact->quarters; quarter++) {
        int64_t flow = tables_flow(exact, (enum entity_kind)level, unit, quarter)[category];
        int64_t shown_flow = tables_flow(published, (enum entity_kind)level, unit, quarter)[category];
        count += flow;
        shown += shown_flow;
        out->still[level] += flow == 0;
        out->moved[level] += flow == 0 && shown_flow != 0;
        if (flow != 0) {
            spread_add(&out->groups[FLOWS], shown_flow - flow);
            add_near(out, shown_flow - flow, base);
        }
        if (count != 0) {
            spread_add(&out->groups[group_of(exact, level)], shown - count);
            spread_add(&out->levels[level][exact->dimension_count], shown - count);
            spread_add(&out->quarters[quarter], shown - count);
            add_near(out, shown - count, base);
        }
    }
}

/* The share of the first category among those that are known: all but the last one. */
static double share_of(const struct published_table *table, unsigned level, uint32_t unit, int last_quarter,
                       int64_t *out_known)
{
    int64_t first = 0;
    *out_known = 0;
    for (int quarter = 0; quarter <= last_quarter; quarter++) {
        const int32_t *flow = tables_flow(table, (enum entity_kind)level, unit, quarter);
        first += flow[0];
        for (int c = 0; c < table->categories - 1; c++) {
            *out_known += flow[c];
        }
    }
    return *out_known == 0 ? 0 : 100.0 * (double)first / (double)*out_known;
}

static void add_shares(struct fidelity *out, const struct published_table *exact,
                       const struct published_table *published, unsigned level, uint32_t unit)
{
    for (int quarter = 0; quarter < exact->quarters; quarter++) {
        int64_t known, shown_known;
        double share = share_of(exact, level, unit, quarter, &known);
        double distance = fabs(share_of(published, level, unit, quarter, &shown_known) - share);
        enum fidelity_share kind = level == ENTITY_COUNTRY ? SHARE_COUNTRY : known >= 400 ? SHARE_400 : SHARE_200;
        if (known >= 200 && distance > out->share_points[kind]) {
            out->share_points[kind] = distance;
        }
    }
}

static bool has_shares(const struct published_table *table, unsigned level)
{
    bool women_or_neet = table->dimensions == 1u << DIMENSION_SEX || table->dimensions == 1u << DIMENSION_NEET;
    return table->measure == EVENT_LEARNER && women_or_neet && (level == ENTITY_COUNTRY || level == ENTITY_REGION);
}

void fidelity_add(struct fidelity *out, const struct published_tables *exact, const struct published_tables *published,
                  int base)
{
    out->quarter_count = exact->quarters;
    for (size_t t = 0; t < exact->count; t++) {
        const struct published_table *table = &exact->items[t];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            for (uint32_t unit = 0; (table->levels & 1u << level) != 0 && unit < exact->geography->count[level];
                 unit++) {
                for (int c = 0; c < table->categories; c++) {
                    add_series(out, table, &published->items[t], level, unit, c, base);
                }
                if (has_shares(table, level)) {
                    add_shares(out, table, &published->items[t], level, unit);
                }
            }
        }
    }
}

/* --- goals --- */

static const struct {
    const char *name;
    double most; /* at base 5: grows with the base */
    int fixed;   /* does not */
} goals[FIDELITY_GOALS] = {
    {"national totals, greatest", 5, -1},
    {"national one-way, mean", 1.6, 0},
    {"national one-way, greatest", 5, 0},
    {"regions, mean", 1.8, 0},
    {"regions, greatest", 10, 0},
    {"other cumulative, mean", 1.9, 0},
    {"other cumulative, greatest", 15, 0},
    {"flows, mean", 2.2, 0},
    {"flows, greatest", 15, 0},
    {"a base or more off, %", 0, 5},
    {"share, France, points", 0.7, 0},
    {"share, regions of 400, points", 1.2, 0},
    {"share, regions of 200, points", 3, 0},
    {"last release above the first", 0.5, 0},
};

void fidelity_goals(int base, struct fidelity_goal out_goals[FIDELITY_GOALS])
{
    for (size_t i = 0; i < FIDELITY_GOALS; i++) {
        out_goals[i] = (struct fidelity_goal){goals[i].name, goals[i].most * base / 5 + goals[i].fixed};
    }
}

void fidelity_measures(const struct fidelity *fidelity, double out_measures[FIDELITY_GOALS])
{
    size_t i = 0;
    for (int group = 0; group < FIDELITY_GROUPS; group++) {
        if (group != COUNTRY_TOTALS) {
            out_measures[i++] = spread_mean(fidelity->groups[group]);
        }
        out_measures[i++] = (double)fidelity->groups[group].greatest;
    }
    out_measures[i++] = 100 - 100 * spread_mean(fidelity->near);
    for (int share = 0; share < FIDELITY_SHARES; share++) {
        out_measures[i++] = fidelity->share_points[share];
    }
    out_measures[i] = spread_mean(fidelity->quarters[fidelity->quarter_count - 1]) - spread_mean(fidelity->quarters[0]);
}
