#include "membership.h"

#include <math.h>
#include <string.h>

#include "gencarto/compile/disclosure/protect.h"

/* The first quarter with a count, and the count; -1 without any. */
static int first_count(const struct published_table *table, uint32_t training, int *out_count)
{
    for (int quarter = 0; quarter < table->quarters; quarter++) {
        *out_count = tables_flow(table, ENTITY_TRAINING, training, quarter)[0];
        if (*out_count != 0) {
            return quarter;
        }
    }
    return -1;
}

static bool count_key(const struct published_tables *exact, int base, int key, uint32_t *times, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct published_tables published;
    struct str secret = str_format(&arena, "key %d", key);
    bool done = protect(&arena, exact, &(struct protection_rule){.base = base, .key = secret}, NULL, &published, err);
    for (uint32_t training = 0; done && training < exact->geography->count[ENTITY_TRAINING]; training++) {
        int count;
        int quarter = first_count(&exact->items[0], training, &count);
        times[training] += quarter >= 0 && tables_flow(&published.items[0], ENTITY_TRAINING, training, quarter)[0] > 0;
    }
    arena_clear(&arena);
    return done;
}

bool membership_measure(const struct published_tables *exact, int base, int keys, struct membership *out,
                        struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct published_table totals = *tables_find(exact, EVENT_DROPOUT, 0);
    struct published_tables only = {exact->geography, exact->quarters, &totals, 1};
    uint32_t trainings = exact->geography->count[ENTITY_TRAINING];
    uint32_t *times = arena_array(&arena, uint32_t, trainings);
    *out = (struct membership){.keys = keys};
    bool done = true;
    for (int key = 0; done && key < keys; key++) {
        done = count_key(&only, base, key, times, err);
    }
    for (uint32_t training = 0; training < trainings; training++) {
        int count;
        if (first_count(&totals, training, &count) >= 0 && count < base) {
            out->cells[count]++;
            out->shown[count] += times[training];
            out->rare[count] += times[training] * 50 < (uint32_t)keys || (keys - (int)times[training]) * 50 < keys;
        }
    }
    arena_clear(&arena);
    return done;
}

void membership_accuracy(const struct membership *membership, int base, double *out_mean, double *out_worst)
{
    double before = 0;
    *out_mean = *out_worst = 0;
    for (int count = 1; count <= base; count++) {
        double cells = count < base ? (double)membership->cells[count] : 0;
        double shown = count == base ? 1
                       : cells > 0   ? (double)membership->shown[count] / cells / membership->keys
                                     : before;
        double accuracy = 0.5 + fabs(shown - before) / 2;
        *out_mean += accuracy / base;
        *out_worst = fmax(*out_worst, accuracy);
        before = shown;
    }
}
