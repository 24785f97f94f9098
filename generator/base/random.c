#include "gencarto/base/random.h"

#include <assert.h>

__extension__ typedef unsigned __int128 wide;

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void random_seed(struct random_state *state, uint64_t seed)
{
    for (int i = 0; i < 4; i++)
        state->s[i] = splitmix(&seed);
}

static uint64_t rotated(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t random_next(struct random_state *state)
{
    uint64_t *s = state->s;
    uint64_t result = rotated(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 45);
    return result;
}

uint64_t random_below(struct random_state *state, uint64_t bound)
{
    assert(bound > 0);
    wide product = (wide)random_next(state) * bound;
    if ((uint64_t)product < bound) {
        uint64_t unfair = (0 - bound) % bound; /* 2^64 mod bound */
        while ((uint64_t)product < unfair)
            product = (wide)random_next(state) * bound;
    }
    return (uint64_t)(product >> 64);
}

double random_unit(struct random_state *state)
{
    return (double)(random_next(state) >> 11) * 0x1p-53;
}
