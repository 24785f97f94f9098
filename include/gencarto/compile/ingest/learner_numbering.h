/* Which rows are of one person: by the keys of the pseudonyms, in the order of the rows.
 *
 *     struct learner_keys keys;
 *     learner_keys_init(&keys, most);
 *     keys.items[place] = key;                                   // 0: the row is a person of its own
 *     uint32_t *learners = arena_array(arena, uint32_t, count);
 *     uint32_t persons = learner_numbering_run(&keys, count, workers, learners);     // keys are gone
 *     learner_keys_clear(&keys);
 *
 * Method. Keys are dealt to parts that fit the processor's cache, the rows of each in their order; within a part a hash
 * table tells the first row of each key from those that repeat it. First rows are then counted in order, and those that
 * repeat take the number of theirs.
 *
 * Memory: 8 bytes a row for the keys, and while numbering 7 more, 8 for each row that repeats a person, 4 for numbers.
 */
#ifndef GENCARTO_COMPILE_INGEST_LEARNER_NUMBERING_H
#define GENCARTO_COMPILE_INGEST_LEARNER_NUMBERING_H

#include <stddef.h>
#include <stdint.h>

#include "gencarto/base/arena.h"

struct learner_keys {
    struct arena arena;
    uint64_t *items; /* by row */
};

/* Room for all is asked of the system, which gives what is used. */
void learner_keys_init(struct learner_keys *keys, size_t most);
void learner_keys_clear(struct learner_keys *keys);

/* Numbers the persons 0.. in the order of their first rows: one number for each of `count` rows, below 2^32. Gives how
 * many persons there are. */
uint32_t learner_numbering_run(struct learner_keys *keys, size_t count, int workers, uint32_t *out_learners);

#endif
