#include "quota.h"

#include <assert.h>
#include <string.h>

__extension__ typedef __int128 wide;

static int64_t sum(const int64_t *values, size_t count)
{
    int64_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += values[i];
    return total;
}

/* Index of the largest remainder that has not had its seat; remainders[i] < 0 has. */
static size_t largest(const int64_t *remainders, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (remainders[i] > remainders[best])
            best = i;
    return best;
}

void quota_apportion(int64_t total, const int64_t *weights, size_t count, int64_t *out_shares)
{
    int64_t all = sum(weights, count), left = total;
    assert(total == 0 || all > 0);
    struct arena scratch;
    arena_init(&scratch);
    int64_t *remainders = arena_array(&scratch, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        wide product = (wide)total * weights[i];
        out_shares[i] = all ? (int64_t)(product / all) : 0;
        remainders[i] = all ? (int64_t)(product % all) : 0;
        left -= out_shares[i];
    }
    for (; left > 0; left--) {
        size_t best = largest(remainders, count);
        out_shares[best]++;
        remainders[best] = -1;
    }
    arena_clear(&scratch);
}

int64_t quota_scale(int64_t value, int64_t numerator, int64_t denominator)
{
    return (int64_t)(((wide)value * numerator * 2 + denominator) / ((wide)denominator * 2));
}

void deck_init(struct deck *deck, struct arena *arena, const int64_t *counts, size_t kinds)
{
    *deck = (struct deck){arena_array(arena, int64_t, kinds), kinds, sum(counts, kinds)};
    memcpy(deck->left, counts, kinds * sizeof *counts);
}

void deck_share(struct deck *deck, struct arena *arena, int64_t total, const int64_t *weights, size_t kinds)
{
    *deck = (struct deck){arena_array(arena, int64_t, kinds), kinds, total};
    quota_apportion(total, weights, kinds, deck->left);
}

size_t deck_draw(struct deck *deck, struct random_state *random)
{
    assert(deck->total > 0);
    size_t kind = quota_pick(deck->left, deck->kinds, random);
    deck->left[kind]--;
    deck->total--;
    return kind;
}

size_t quota_pick(const int64_t *weights, size_t kinds, struct random_state *random)
{
    int64_t place = (int64_t)random_below(random, (uint64_t)sum(weights, kinds));
    size_t kind = 0;
    while (place >= weights[kind])
        place -= weights[kind++];
    return kind;
}

uint32_t *quota_shuffled(struct arena *arena, size_t count, struct random_state *random)
{
    uint32_t *order = arena_array(arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        size_t j = (size_t)random_below(random, i + 1);
        order[i] = order[j];
        order[j] = (uint32_t)i;
    }
    return order;
}
