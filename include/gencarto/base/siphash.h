/* SipHash-2-4 (Aumasson and Bernstein 2012): a keyed hash of 64 bits. Who does not know the key cannot tell its values
 * from chance, nor foresee them. The same on every machine. */
#ifndef GENCARTO_BASE_SIPHASH_H
#define GENCARTO_BASE_SIPHASH_H

#include <stdint.h>

#include "gencarto/base/str.h"

/* The sixteen bytes of a key: the first eight are `low`, lowest first, the other eight `high`, as in the paper. */
struct siphash_key {
    uint64_t low, high;
};

uint64_t siphash(struct siphash_key key, struct str text);

#endif
