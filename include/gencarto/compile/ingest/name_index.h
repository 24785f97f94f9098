/* Texts numbered in the order in which they first came: ids of trainings, pseudonyms, ids of enrolments.
 *
 *     struct name_index index;
 *     name_index_init(&index);
 *     bool is_new;
 *     uint32_t number = name_index_add(&index, STR("F0012"), &is_new);
 *     name_index_clear(&index);
 *
 * Holds personal text: it has memory of its own, given back as soon as the input is read.
 */
#ifndef GENCARTO_COMPILE_INGEST_NAME_INDEX_H
#define GENCARTO_COMPILE_INGEST_NAME_INDEX_H

#include <stdint.h>

#include "gencarto/base/buf.h"

#define NAME_INDEX_NONE UINT32_MAX

struct name_index {
    struct buf bytes; /* of all names, one after the other */
    struct buf ends;  /* size_t each: where the name ends in `bytes` */
    struct buf slots; /* a hash table; a power of two of them */
    uint32_t slot_count;
    uint32_t count;
};

void name_index_init(struct name_index *index);
void name_index_clear(struct name_index *index);

/* The number of the name, a new one (the count before) when it is not there yet. */
uint32_t name_index_add(struct name_index *index, struct str name, bool *out_is_new);

/* The name of a number below the count; until the next one is added. */
struct str name_index_name(const struct name_index *index, uint32_t number);

/* NAME_INDEX_NONE when it is not there. */
uint32_t name_index_find(const struct name_index *index, struct str name);

#endif
