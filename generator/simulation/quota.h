/* Shares that come out exactly.
 *
 *     int64_t seats[3];
 *     quota_apportion(10, (int64_t[]){50, 30, 20}, 3, seats);          // largest remainders: 5, 3, 2
 *     struct deck deck;
 *     deck_init(&deck, arena, seats, 3);
 *     size_t kind = deck_draw(&deck, random);                         // chance says who, not how many
 */
#ifndef GENCARTO_SIMULATION_QUOTA_H
#define GENCARTO_SIMULATION_QUOTA_H

#include "gencarto/base/arena.h"
#include "gencarto/base/random.h"

/* `total` shared out in proportion to the weights, which are not all 0 unless total is 0; ties go to the first. */
void quota_apportion(int64_t total, const int64_t *weights, size_t count, int64_t *out_shares);

/* value x numerator / denominator, rounded half up; all positive. */
int64_t quota_scale(int64_t value, int64_t numerator, int64_t denominator);

/* Cards of several kinds, drawn without replacement. */
struct deck {
    int64_t *left; /* cards of each kind */
    size_t kinds;
    int64_t total;
};

/* Copies the counts. */
void deck_init(struct deck *deck, struct arena *arena, const int64_t *counts, size_t kinds);

/* A deck of `total` cards, shared out by weights. */
void deck_share(struct deck *deck, struct arena *arena, int64_t total, const int64_t *weights, size_t kinds);

/* The kind of the next card. An empty deck is a bug. */
size_t deck_draw(struct deck *deck, struct random_state *random);

/* A kind by its weight, with replacement. */
size_t quota_pick(const int64_t *weights, size_t kinds, struct random_state *random);

/* The numbers 0..count-1 in a random order. */
uint32_t *quota_shuffled(struct arena *arena, size_t count, struct random_state *random);

#endif
