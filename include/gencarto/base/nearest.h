/* The name that a mistyped one was probably meant to be.
 *
 *     struct nearest nearest = nearest_start(STR("biuld"));
 *     nearest_try(&nearest, STR("build"));
 *     nearest_hint(&arena, &nearest); // "; did you mean build?"
 */
#ifndef GENCARTO_BASE_NEAREST_H
#define GENCARTO_BASE_NEAREST_H

#include "gencarto/base/str.h"

#define NEAREST_LONGEST 64 /* bytes; a longer text is near to nothing */

struct nearest {
    struct str wanted;
    struct str best; /* of those tried; empty: none comes near. As long-lived as the candidate */
    size_t distance;
};

/* A candidate is near when it is fewer than a third of the wanted letters, and two, away. */
struct nearest nearest_start(struct str wanted);

/* The first of equals stays. */
void nearest_try(struct nearest *nearest, struct str candidate);

/* "; did you mean BEST?" in the arena, or the empty text when nothing comes near. */
const char *nearest_hint(struct arena *arena, const struct nearest *nearest);

/* Bytes to add, drop, change or swap with their neighbour to make one text the other, each touched once (Damerau 1964).
 * SIZE_MAX when one is longer than NEAREST_LONGEST. */
size_t nearest_distance(struct str a, struct str b);

#endif
