/* Keys in place of the texts that name a person or an enrolment: the text is forgotten as soon as it is read.
 *
 * A key is the 128-bit SipHash-2-4 of the text under a secret drawn for the run (Aumasson and Bernstein, "SipHash: a
 * fast short-input PRF", 2012; the 128-bit output is of the authors' reference code). Only whether two keys are equal
 * may matter: their order changes from one run to the next.
 *
 *     struct key_secret secret;
 *     keys_draw(&secret);
 *     struct key key = keys_of(&secret, STR("a32b94ad7b44"));
 */
#ifndef GENCARTO_COMPILE_INGEST_KEYS_H
#define GENCARTO_COMPILE_INGEST_KEYS_H

#include <stdint.h>

#include "gencarto/base/str.h"

struct key_secret {
    uint64_t low, high;
};

struct key {
    uint64_t low, high;
};

/* From the system's random numbers; all zero where it has none, which costs only the secrecy. */
void keys_draw(struct key_secret *out_secret);

struct key keys_of(const struct key_secret *secret, struct str text);

/* The low half of it alone, which costs less. */
uint64_t keys_low_of(const struct key_secret *secret, struct str text);

/* Those of as many texts, in less time than one after the other; in the least when they are about as long as each
 * other. */
#define KEYS_TOGETHER 4
void keys_low_of_each(const struct key_secret *secret, const struct str texts[KEYS_TOGETHER],
                      uint64_t out_keys[KEYS_TOGETHER]);

/* That of two texts, in less time than one after the other. */
void keys_low_of_both(const struct key_secret *secret, struct str one, struct str other, uint64_t out_keys[2]);

#endif
