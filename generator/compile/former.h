/* The input as the last frozen release knew it, counted once more, and what changed since by cause. Exact. */
#ifndef GENCARTO_GENERATOR_COMPILE_FORMER_H
#define GENCARTO_GENERATOR_COMPILE_FORMER_H

#include "gencarto/compile/cube/revision.h"
#include "releases.h"

struct former {
    struct published_tables known;           /* of the shape of the present tables */
    struct published_tables changes[CAUSES]; /* by the quarter of the event; total and single breakdowns only */
    bool has_changes[CAUSES];
};

/* Reads the input again as of the last frozen release, and counts. The tables live in `arena`. */
bool former_count(struct arena *arena, const struct count_request *request, const struct releases *releases,
                  struct former *out, struct error *err);

/* [file] the release that first knew it: the first whose last file came no earlier, `frozen` when none. In the arena.
 */
const int *former_file_releases(struct arena *arena, const struct input *input, const struct releases *releases);

#endif
