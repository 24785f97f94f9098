#include "nearest.h"

#define LONGEST 64

struct nearest nearest_start(struct str wanted)
{
    return (struct nearest){.wanted = wanted, .distance = wanted.len / 3 + 2};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The number of letters to add, drop or change (Levenshtein 1966), a row of the table at a time. */
static size_t edit_distance(struct str a, struct str b)
{
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.len];
}

void nearest_try(struct nearest *nearest, struct str candidate)
{
    if (candidate.len > LONGEST || nearest->wanted.len > LONGEST) {
        return;
    }
    size_t distance = edit_distance(nearest->wanted, candidate);
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
