/* Which rows are of one person: by the keys of the pseudonyms, in the order of the rows.
 *
 *     struct learner_keys keys;
 *     learner_keys_init(&keys, most);
 *     learner_keys_set(&keys, place, learner_key(hash));         // 0: the row is a person of its own
 *     uint32_t *learners = arena_array(arena, uint32_t, count);
 *     uint32_t persons = learner_numbering_run(&keys, count, workers, learners);     // keys are gone
 *     learner_keys_clear(&keys);
 *
 * Method. Keys are dealt to parts that fit the processor's cache, the rows of each in their order; within a part a hash
 * table tells the first row of each key from those that repeat it. First rows are then counted in order, and those that
 * repeat take the number of theirs. Few rows are told by one table.
 *
 * 56 bits of a hash are kept and compared: among 10 million persons two are taken for one with a probability of 7 in
 * 10,000.
 *
 * Memory: 7 bytes a row for the keys, and while numbering 7 more, 8 for each row that repeats a person, 4 for numbers.
 */
#ifndef GENCARTO_COMPILE_INGEST_LEARNER_NUMBERING_H
#define GENCARTO_COMPILE_INGEST_LEARNER_NUMBERING_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "gencarto/base/arena.h"

#define LEARNER_KEY_BITS  56
#define LEARNER_KEY_BYTES 7

struct learner_keys {
    struct arena arena;
    unsigned char *bytes; /* LEARNER_KEY_BYTES of each row */
};

/* What is kept of a hash of a pseudonym, never 0. */
static inline uint64_t learner_key(uint64_t hash)
{
    uint64_t key = hash >> (64 - LEARNER_KEY_BITS);
    return key != 0 ? key : 1;
}

/* Threads may set and ask for keys of different rows at the same time. */
static inline uint64_t learner_keys_at(const struct learner_keys *keys, size_t row)
{
    const unsigned char *bytes = keys->bytes + row * LEARNER_KEY_BYTES;
    uint32_t low;
    uint16_t middle;
    memcpy(&low, bytes, sizeof(low));
    memcpy(&middle, bytes + sizeof(low), sizeof(middle));
    return low | (uint64_t)middle << 32 | (uint64_t)bytes[LEARNER_KEY_BYTES - 1] << 48;
}

static inline void learner_keys_set(struct learner_keys *keys, size_t row, uint64_t key)
{
    unsigned char *bytes = keys->bytes + row * LEARNER_KEY_BYTES;
    uint32_t low = (uint32_t)key;
    uint16_t middle = (uint16_t)(key >> 32);
    memcpy(bytes, &low, sizeof(low));
    memcpy(bytes + sizeof(low), &middle, sizeof(middle));
    bytes[LEARNER_KEY_BYTES - 1] = (unsigned char)(key >> 48);
}

/* Room for all is asked of the system, which gives what is used. */
void learner_keys_init(struct learner_keys *keys, size_t most);
void learner_keys_clear(struct learner_keys *keys);

/* Numbers the persons 0.. in the order of their first rows: one number for each of `count` rows, below 2^32. Gives how
 * many persons there are. */
uint32_t learner_numbering_run(struct learner_keys *keys, size_t count, int workers, uint32_t *out_learners);

#endif
