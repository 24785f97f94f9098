#include <assert.h>

#include "share.h"

/* How many steps the part takes when it takes all those that leave it lacking at least `threshold` before each. */
static int64_t steps_at(const struct share_part *part, int64_t threshold, int base)
{
    return part->desired < threshold ? 0 : (part->desired - threshold) / base + 1;
}

static int64_t sum_at(const struct share_part *parts, size_t count, bool all, int64_t threshold, int base)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += all || parts[i].eligible ? steps_at(&parts[i], threshold, base) : 0;
    }
    return sum;
}

static bool any_eligible(const struct share_part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (parts[i].eligible) {
            return true;
        }
    }
    return false;
}

/* The least threshold at which no more than `steps` are taken, by bisection: the sum falls as the threshold grows. */
static int64_t find_threshold(const struct share_part *parts, size_t count, bool all, int64_t steps, int base)
{
    int64_t high = 0;
    int64_t low = 0;
    for (size_t i = 0; i < count; i++) {
        high = parts[i].desired >= high ? parts[i].desired + 1 : high;
        low = parts[i].desired < low ? parts[i].desired : low;
    }
    low -= (steps + 1) * base; /* at this one a single part would take more than `steps` */
    while (low + 1 < high) {
        int64_t middle = low + (high - low) / 2;
        if (sum_at(parts, count, all, middle, base) <= steps) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

void share_out(struct share_part *parts, size_t count, int64_t steps, int base)
{
    assert(steps == 0 || count > 0);
    for (size_t i = 0; i < count; i++) {
        parts[i].steps = 0;
    }
    if (steps <= 0) {
        return;
    }
    bool all = !any_eligible(parts, count);
    int64_t threshold = find_threshold(parts, count, all, steps, base);
    int64_t left = steps - sum_at(parts, count, all, threshold, base);
    for (size_t i = 0; i < count; i++) {
        if (!all && !parts[i].eligible) {
            continue;
        }
        parts[i].steps = steps_at(&parts[i], threshold, base);
        /* The steps that are left go to those that lack just one less than the threshold. */
        if (left > 0 && steps_at(&parts[i], threshold - 1, base) > parts[i].steps) {
            parts[i].steps++;
            left--;
        }
    }
    assert(left == 0);
}
