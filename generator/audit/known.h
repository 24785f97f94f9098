/* What public.sqlite says, whatever its tables are called: all its numbers and all its texts of several words. A number
 * that another file shows and that is not among them comes from elsewhere. */
#ifndef GENCARTO_GENERATOR_AUDIT_KNOWN_H
#define GENCARTO_GENERATOR_AUDIT_KNOWN_H

#include <stdint.h>

#include "gencarto/base/buf.h"

struct known {
    struct arena *arena;
    int64_t *numbers; /* in millionths, plus 1: a hash table, 0 where empty */
    size_t count, slots;
    struct buf texts; /* one a line, spaces made ' ' */
};

/* From the bytes of the database; nothing is known when they are none. */
void known_init(struct known *known, struct arena *arena, struct str database);

/* Is the number there, or one that is shown so when it is rounded to as many decimals? The sign does not matter. */
bool known_has_number(const struct known *known, double value);

/* Does a text hold it? */
bool known_has_text(const struct known *known, struct str phrase);

#endif
