/* An atlas as bytes: the file of the cache. Numbers are the machine's own; another machine makes its own cache. */
#ifndef GENERATOR_GEO_STORE_H
#define GENERATOR_GEO_STORE_H

#include "gencarto/base/buf.h"
#include "gencarto/geo/atlas.h"

/* What the atlas was made of. */
struct store_key {
    uint64_t words[2];
};

/* Appends the whole atlas. */
void store_write(struct buf *out, const struct atlas *atlas, struct store_key key);

/* The atlas borrows from `bytes`, which are aligned to eight. False when they are none, of another key, or not whole;
 * then *out_atlas is untouched. */
bool store_read(struct arena *arena, struct str bytes, struct store_key key, struct atlas *out_atlas);

#endif
