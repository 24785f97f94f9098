/* Keyed draws: SipHash-2-4 of a counter, under a key of its own for each release and table. Who has not the key cannot
 * foresee them; the same key, release and table give the same draws on every machine. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_DRAW_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_DRAW_H

#include "gencarto/base/siphash.h"

struct draws {
    struct siphash_key key, cell_key;
    uint64_t counter;
    uint64_t word;  /* a fraction of 2^64: what is left of it after each draw is the next one */
    uint64_t spent; /* product of the bounds drawn from it */
};

/* `secret` may be empty: then the draws come from the names alone. */
void draws_begin(struct draws *draws, struct str secret, struct str release, struct str table);

/* Takes the next word. */
void draws_renew(struct draws *draws);

/* Uniform in 0..bound-1 but for 2^-32 x bound; bound > 0. Small bounds share a word. */
static inline uint32_t draws_below(struct draws *draws, uint32_t bound)
{
    if (draws->spent == 0 || draws->spent * bound > UINT32_MAX) {
        draws_renew(draws);
    }
    draws->spent *= bound;
    /* word x bound, 96 bits: the upper 32 are the draw, the lower 64 are left. */
    uint64_t low = (draws->word & UINT32_MAX) * bound;
    uint64_t high = (draws->word >> 32) * bound + (low >> 32);
    draws->word = high << 32 | (low & UINT32_MAX);
    return (uint32_t)(high >> 32);
}

/* How much more or less the cell is rounded as, -base/2 .. base/2: for most cells drawn, 0 for the others. It belongs
 * to the cell, whatever else the table holds. */
int draws_shift(const struct draws *draws, struct str code, int category, int base);

#endif
