/* A small deterministic generator (xoshiro256**, seeded by splitmix64; Blackman and Vigna 2018): the same numbers on
 * every machine. For simulated data only; never for secrets. */
#ifndef GENCARTO_BASE_RANDOM_H
#define GENCARTO_BASE_RANDOM_H

#include <stdint.h>

struct random_state {
    uint64_t s[4];
};

void random_seed(struct random_state *state, uint64_t seed);
uint64_t random_next(struct random_state *state);

/* Uniform in 0..bound-1, without bias (Lemire 2019). bound > 0. */
uint64_t random_below(struct random_state *state, uint64_t bound);

/* Uniform in [0, 1), a multiple of 2^-53. */
double random_unit(struct random_state *state);

#endif
