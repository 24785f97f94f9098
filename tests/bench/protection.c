/* The errors of the protection on input folders, and its time; with KEYS above 0, what it tells of one person in the
 * first folder.
 *
 *     protection-bench BASE KEYS FOLDER...
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "counted.h"
#include "fidelity.h"
#include "gencarto/compile/disclosure/protect.h"
#include "membership.h"

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool measure(const char *folder, int base, struct fidelity *fidelity, double *out_seconds, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct published_tables exact, published;
    int folder_base;
    if (!counted_read(&arena, folder, &exact, &folder_base, err)) {
        return false;
    }
    struct protection_rule rule = {.base = base};
    double begun = seconds();
    bool done = protect(&arena, &exact, &rule, NULL, &published, err);
    *out_seconds = seconds() - begun;
    done = done && protect_verify(&published, &rule, 0, err);
    if (done) {
        fidelity_add(fidelity, &exact, &published, base);
    }
    arena_clear(&arena);
    return done;
}

static void print_spread(const char *name, struct spread spread)
{
    printf("%-26s %10lld cells, mean %.2f, max %lld\n", name, (long long)spread.cells, spread_mean(spread),
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
        printf("  %-24s %10lld cells without exact flow, %.2f %% moved\n", entity_kind_name((enum entity_kind)level),
               (long long)f->still[level],
               f->still[level] == 0 ? 0 : 100.0 * (double)f->moved[level] / (double)f->still[level]);
    }
    printf("within base - 1            %10.2f %%\n", 100 * spread_mean(f->near));
    for (int s = 0; s < FIDELITY_SHARES; s++) {
        printf("share, %-24s at most %.2f points off\n", fidelity_share_names[s], f->share_points[s]);
    }
    printf("mean cumulative error      ");
    for (int q = 0; q < f->quarter_count; q++) {
        printf(" %.2f", spread_mean(f->quarters[q]));
    }
    printf("\n");
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
    if (argc < 4) {
        fprintf(stderr, "usage: protection-bench BASE KEYS FOLDER...\n");
        return 2;
    }
    struct fidelity fidelity = {0};
    for (int i = 3; i < argc; i++) {
        struct error err = {0};
        double time;
        if (!measure(argv[i], atoi(argv[1]), &fidelity, &time, &err)) {
            fprintf(stderr, "%s: %s\n", argv[i], err.message);
            return 1;
        }
        printf("%-26s %.3f s\n", argv[i], time);
    }
    print_all(&fidelity);
    struct error err = {0};
    return atoi(argv[2]) == 0 || print_membership(argv[3], atoi(argv[1]), atoi(argv[2]), &err) ? 0 : 1;
}
