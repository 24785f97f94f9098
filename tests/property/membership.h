/* What the published first count of a training tells of one person: over many keys, how often a true count is shown as
 * 0 and as a base or more. */
#ifndef GENCARTO_TESTS_PROPERTY_MEMBERSHIP_H
#define GENCARTO_TESTS_PROPERTY_MEMBERSHIP_H

#include "gencarto/base/error.h"
#include "gencarto/compile/cube/tables.h"

#define MEMBERSHIP_BASE_MAX 16

struct membership {
    int64_t cells[MEMBERSHIP_BASE_MAX]; /* [true count 1 .. base - 1]: first counts of trainings */
    int64_t shown[MEMBERSHIP_BASE_MAX]; /* of them, over all keys, as a base or more */
    int64_t rare[MEMBERSHIP_BASE_MAX];  /* cells of which 0, or a base or more, is shown in less than 2 % of the keys */
    int keys;
};

/* Protects the totals of drop-outs, which are often small, under `keys` different keys. */
bool membership_measure(const struct published_tables *exact, int base, int keys, struct membership *out,
                        struct error *err);

/* How often one is right who knows the count but for one person, of whom both are as likely, and guesses from what is
 * shown: 1/2 + half the distance between what the counts n and n + 1 show. `out_mean` over n = 0 .. base - 1; base is
 * always shown as more than 0. No rounding to the base has a mean below 1/2 + 1/(2 base). */
void membership_accuracy(const struct membership *membership, int base, double *out_mean, double *out_worst);

#endif
