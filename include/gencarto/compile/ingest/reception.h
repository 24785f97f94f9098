/* Which row of which file said what about an identifier: a row received later replaces an earlier one, twice in one
 * file is a fault. Holds identifiers, maybe personal, in memory of its own.
 *
 *     struct reception reception;
 *     reception_init(&reception);
 *     if (reception_first(&reception, id, file) != RECEPTION_NEW) ...   // a fault of the row
 *     uint32_t replaced = reception_keep(&reception, id, file, row);   // the row is good
 *     reception_clear(&reception);
 */
#ifndef GENCARTO_COMPILE_INGEST_RECEPTION_H
#define GENCARTO_COMPILE_INGEST_RECEPTION_H

#include "gencarto/compile/ingest/name_index.h"

#define RECEPTION_NEW UINT32_MAX

struct reception {
    struct name_index ids;
    struct buf places; /* struct reception_place each, by number of the id */
};

struct reception_place {
    uint32_t row;
    uint32_t file;
};

void reception_init(struct reception *reception);
void reception_clear(struct reception *reception);

/* The row of this identifier that was kept from the same file, or RECEPTION_NEW. */
uint32_t reception_first(const struct reception *reception, struct str id, size_t file);

/* Records `row`; gives the row of an earlier file that it replaces, or RECEPTION_NEW. */
uint32_t reception_keep(struct reception *reception, struct str id, size_t file, size_t row);

#endif
