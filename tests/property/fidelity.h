/* How far protected tables are from the exact ones, group by group: what the goals of the protection are stated in.
 * Errors are in persons, over cells whose exact count is not 0. */
#ifndef GENCARTO_TESTS_PROPERTY_FIDELITY_H
#define GENCARTO_TESTS_PROPERTY_FIDELITY_H

#include "gencarto/compile/cube/tables.h"

#define FIDELITY_QUARTERS 64

struct spread {
    int64_t cells, sum, greatest;
};

enum fidelity_group {
    COUNTRY_TOTALS,  /* cumulative */
    COUNTRY_ONE_WAY, /* cumulative */
    REGIONS,         /* cumulative: totals, breakdowns and crosses */
    OTHERS,          /* cumulative: departments, structures, trainings, crosses of the country */
    FLOWS,           /* every level */
    FIDELITY_GROUPS
};
extern const char *const fidelity_group_names[FIDELITY_GROUPS];

/* Shares of women and NEET of cumulative counts, by the exact persons of the place. */
enum fidelity_share { SHARE_COUNTRY, SHARE_400, SHARE_200, FIDELITY_SHARES };
extern const char *const fidelity_share_names[FIDELITY_SHARES];

struct fidelity {
    struct spread groups[FIDELITY_GROUPS];
    struct spread levels[ENTITY_KINDS][3];            /* cumulative, by dimensions */
    struct spread near;                               /* cells: all counts; sum: those within base - 1 */
    double share_points[FIDELITY_SHARES];             /* greatest distance */
    struct spread quarters[FIDELITY_QUARTERS];        /* cumulative */
    int64_t still[ENTITY_KINDS], moved[ENTITY_KINDS]; /* cells without exact flow; those of them with a published one */
    int quarter_count;
};

/* Adds to `out`, which begins as zeros. */
void fidelity_add(struct fidelity *out, const struct published_tables *exact, const struct published_tables *published,
                  int base);

double spread_mean(struct spread spread);

/* What is asked of the figures. Those of base 5 are the project's; other bases are held to them in units of the base.
 */
struct fidelity_goal {
    const char *name;
    double most;
};
#define FIDELITY_GOALS 14

/* The goals at a base, and what was measured against each; both in the same order. */
void fidelity_goals(int base, struct fidelity_goal out_goals[FIDELITY_GOALS]);
void fidelity_measures(const struct fidelity *fidelity, double out_measures[FIDELITY_GOALS]);

#endif
