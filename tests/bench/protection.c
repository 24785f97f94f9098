/* The errors of the protection on input folders against its goals, and its time; with KEYS above 0, what it tells of
 * one person in the first folder. With --releases each quarter is released apart, with rows that come late and
 * corrections.
 *
 *     protection-bench [--releases] BASE KEYS FOLDER...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "counted.h"
#include "fidelity.h"
#include "gencarto/compile/disclosure/protect.h"
#include "membership.h"
#include "released.h"

/* One folder after the other. */
struct bench {
    int base;
    bool has_releases;
    struct fidelity all;
    int folders;
    int missed[FIDELITY_GOALS];
    double worst[FIDELITY_GOALS];
    double sum[FIDELITY_GOALS];
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void compare(struct bench *bench, const struct published_tables *exact, const struct published_tables *published)
{
    struct fidelity fidelity = {0};
    struct fidelity_goal goals[FIDELITY_GOALS];
    double measures[FIDELITY_GOALS];
    fidelity_add(&fidelity, exact, published, bench->base);
    fidelity_add(&bench->all, exact, published, bench->base);
    fidelity_goals(bench->base, goals);
    fidelity_measures(&fidelity, measures);
    for (size_t i = 0; i < FIDELITY_GOALS; i++) {
        bool is_missed = measures[i] > goals[i].most;
        bench->missed[i] += is_missed;
        bench->worst[i] = bench->folders == 0 || measures[i] > bench->worst[i] ? measures[i] : bench->worst[i];
        bench->sum[i] += measures[i];
        if (is_missed) {
            printf("  missed: %s: %.2f\n", goals[i].name, measures[i]);
        }
    }
    bench->folders++;
}

static bool measure(struct bench *bench, const char *folder, double *out_seconds, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct published_tables exact, published;
    int folder_base;
    struct protection_rule rule = {.base = bench->base};
    bool done = bench->has_releases ? released_protect(&arena, folder, &rule, &exact, &published, out_seconds, err)
                                    : counted_read(&arena, folder, &exact, &folder_base, err);
    if (done && !bench->has_releases) {
        double begun = seconds();
        done = protect(&arena, &exact, &rule, NULL, &published, err);
        *out_seconds = seconds() - begun;
        done = done && protect_verify(&published, &rule, 0, err);
    }
    if (done) {
        compare(bench, &exact, &published);
    }
    arena_clear(&arena);
    return done;
}

static void print_spread(const char *name, struct spread spread)
{
    printf("%-30s %10lld cells, mean %.2f, max %lld\n", name, (long long)spread.cells, spread_mean(spread),
           (long long)spread.greatest);
}

static void print_all(const struct fidelity *f)
{
    for (int g = 0; g < FIDELITY_GROUPS; g++) {
        print_spread(fidelity_group_names[g], f->groups[g]);
    }
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        for (int d = 0; d < 3; d++) {
            char name[64];
            snprintf(name, sizeof name, "  %s, %d dimensions", entity_kind_name((enum entity_kind)level), d);
            print_spread(name, f->levels[level][d]);
        }
        printf("  %-28s %10lld cells without exact flow, %.2f %% moved\n", entity_kind_name((enum entity_kind)level),
               (long long)f->still[level],
               f->still[level] == 0 ? 0 : 100.0 * (double)f->moved[level] / (double)f->still[level]);
    }
    printf("mean cumulative error          ");
    for (int q = 0; q < f->quarter_count; q++) {
        printf(" %.2f", spread_mean(f->quarters[q]));
    }
    printf("\n");
}

static void print_goals(const struct bench *bench)
{
    struct fidelity_goal goals[FIDELITY_GOALS];
    fidelity_goals(bench->base, goals);
    printf("%-30s %8s %8s %8s %s\n", "of each programme", "goal", "worst", "mean", "missed");
    for (size_t i = 0; i < FIDELITY_GOALS; i++) {
        printf("%-30s %8.2f %8.2f %8.2f %d of %d\n", goals[i].name, goals[i].most, bench->worst[i],
               bench->sum[i] / bench->folders, bench->missed[i], bench->folders);
    }
}

static bool print_membership(const char *folder, int base, int keys, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct published_tables exact;
    struct membership membership;
    int folder_base;
    bool done = counted_read(&arena, folder, &exact, &folder_base, err) &&
                membership_measure(&exact, base, keys, &membership, err);
    for (int count = 1; done && count < base; count++) {
        printf(
            "first count %d of a training: %lld cells, shown as %d or more under %.1f %% of the keys, %lld nearly always the same\n",
            count, (long long)membership.cells[count], base,
            membership.cells[count] == 0
                ? 0
                : 100.0 * (double)membership.shown[count] / (double)membership.cells[count] / keys,
            (long long)membership.rare[count]);
    }
    if (done) {
        double mean, worst;
        membership_accuracy(&membership, base, &mean, &worst);
        printf("best guess about one person: right in %.1f %% (mean), %.1f %% (worst count)\n", 100 * mean,
               100 * worst);
    }
    arena_clear(&arena);
    return done;
}

int main(int argc, char **argv)
{
    struct bench bench = {.has_releases = argc > 1 && strcmp(argv[1], "--releases") == 0};
    argc -= bench.has_releases;
    argv += bench.has_releases;
    if (argc < 4) {
        fprintf(stderr, "usage: protection-bench [--releases] BASE KEYS FOLDER...\n");
        return 2;
    }
    bench.base = atoi(argv[1]);
    for (int i = 3; i < argc; i++) {
        struct error err = {0};
        double time;
        if (!measure(&bench, argv[i], &time, &err)) {
            fprintf(stderr, "%s: %s\n", argv[i], err.message);
            return 1;
        }
        printf("%-30s %.3f s\n", argv[i], time);
    }
    print_all(&bench.all);
    print_goals(&bench);
    struct error err = {0};
    return atoi(argv[2]) == 0 || print_membership(argv[3], bench.base, atoi(argv[2]), &err) ? 0 : 1;
}
