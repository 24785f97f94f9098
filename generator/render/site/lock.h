/* The class bounds and circle scales that maps keep from quarter to quarter: templates/maps.lock, which the team that
 * publishes commits. A line a fact, `#` begins a comment:
 *
 *     part-femmes bounds 15 20 25 30
 *     apprenants largest 600
 */
#ifndef GENERATOR_RENDER_SITE_LOCK_H
#define GENERATOR_RENDER_SITE_LOCK_H

#include "gencarto/base/error.h"
#include "gencarto/render/map/classes.h"

struct map_lock {
    struct str name;
    double bounds[CLASSES_MAX - 1];
    size_t bound_count; /* 0: none */
    double largest;     /* the count of the largest circle; 0: none */
};

struct map_locks {
    struct map_lock *items;
    size_t count;
};

/* Without the file there are none. ERROR_OUTPUT with file and line for what is no such line, or a name said twice. */
bool map_locks_read(struct arena *arena, const char *templates, struct map_locks *out_locks, struct error *err);

/* NULL when there is none of this name. */
const struct map_lock *map_lock_find(const struct map_locks *locks, struct str name);

#endif
