#include "gencarto/base/nearest.h"

#include <stdint.h>

struct nearest nearest_start(struct str wanted)
{
    return (struct nearest){.wanted = wanted, .distance = wanted.len / 3 + 2};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Three rows of the table are enough: a swap looks two back. */
size_t nearest_distance(struct str a, struct str b)
{
    size_t rows[3][NEAREST_LONGEST + 1];
    if (a.len > NEAREST_LONGEST || b.len > NEAREST_LONGEST) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= b.len; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1]) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
    }
    return rows[a.len % 3][b.len];
}

void nearest_try(struct nearest *nearest, struct str candidate)
{
    size_t distance = nearest_distance(nearest->wanted, candidate);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = candidate;
    }
}

const char *nearest_hint(struct arena *arena, const struct nearest *nearest)
{
    if (nearest->best.len == 0) {
        return "";
    }
    return str_format(arena, "; did you mean %.*s?", STR_ARGS(nearest->best)).ptr;
}
