#include "suggestion.h"

#define LONGEST 32

struct suggestion suggestion_start(struct str wanted)
{
    return (struct suggestion){.wanted = wanted, .distance = wanted.len / 3 + 2};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Letters to add, drop, change or swap with their neighbour (Damerau 1964, each letter touched once). */
static size_t distance(struct str a, struct str b)
{
    size_t rows[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.len; i++)
        rows[i][0] = i;
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = rows[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            rows[i][j] = least(change, least(rows[i - 1][j], rows[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    }
    return rows[a.len][b.len];
}

void suggestion_try(struct suggestion *suggestion, const char *candidate)
{
    struct str name = str_from(candidate);
    if (name.len > LONGEST || suggestion->wanted.len > LONGEST)
        return;
    size_t found = distance(suggestion->wanted, name);
    if (found < suggestion->distance) {
        suggestion->distance = found;
        suggestion->best = name;
    }
}
