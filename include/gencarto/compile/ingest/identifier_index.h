/* Which identifiers came before, and the place of the row of each: a hash table of keys that several threads share by
 * partitions.
 *
 *     identifier_index_init(&index, &(struct identifier_index_size){.most = rows, .first = rows_of_largest_file});
 *     identifier_index_make_room(&index, more, likely, workers);            // before asking; one thread
 *     size_t partition = identifier_partition(&index, key);                 // each is one thread's at a time
 *     enum entry_fate fate = identifier_index_ask(&index, partition, key, file, &place);
 *     if (fate == ENTRY_NEW) identifier_index_set_place(&index, place, row);   // `place` was that of the slot
 *
 * Method. A partition is as many buckets as each other one, and a bucket is a line of the processor's cache: six slots
 * that one look tells apart, and which of them the present file named. A full bucket goes on in the next. All buckets
 * stand in one piece of address space and move apart within it as they grow, so that no more memory is taken than the
 * larger table needs.
 *
 * 58 bits of a key are kept and compared (56 below a million rows, 50 below 131,072, which are one partition): among 10
 * million identifiers two differing ones are taken for one with a probability of 2 in 10,000, among fewer than a
 * million of 7 in a million.
 *
 * Memory: 11.7 bytes for each identifier when the buckets are as full as they get.
 */
#ifndef GENCARTO_COMPILE_INGEST_IDENTIFIER_INDEX_H
#define GENCARTO_COMPILE_INGEST_IDENTIFIER_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gencarto/base/arena.h"

#define IDENTIFIER_PARTITIONS  256 /* at most */
#define IDENTIFIER_PLACES_MOST ((UINT32_C(1) << 30) - 1)
#define IDENTIFIER_FILES_MOST  ((UINT32_C(1) << 23) - 1)

enum entry_fate { ENTRY_NEW, ENTRY_REPLACES, ENTRY_TWICE /* in one file: not kept */ };
#define ENTRY_FATES 3

struct identifier_bucket;

struct identifier_index {
    struct arena arena;
    struct identifier_bucket *buckets; /* of one partition after the other */
    size_t bucket_count;               /* of each */
    size_t bucket_most;                /* of each: there is address space for them */
    int partition_bits;
    size_t used[IDENTIFIER_PARTITIONS];
};

struct identifier_index_size {
    size_t most;  /* identifiers: as many as there are rows */
    size_t first; /* that there is room for from the beginning */
};

/* Address space for all of them is asked of the system, which gives memory for what is used. */
void identifier_index_init(struct identifier_index *index, const struct identifier_index_size *size);
void identifier_index_clear(struct identifier_index *index);

size_t identifier_partition_count(const struct identifier_index *index);

/* Of a key: any 64 bits of it. */
size_t identifier_partition(const struct identifier_index *index, uint64_t key);

/* `more[p]`: identifiers that the partition may get before it is asked for room again; `likely`: how many there may be
 * in the end, in all. */
void identifier_index_make_room(struct identifier_index *index, const uint32_t *more, size_t likely, int workers);

/* Starts to fetch what asking will look at. */
void identifier_index_fetch(const struct identifier_index *index, size_t partition, uint64_t key);

/* Says whether the identifier is new, or came in an earlier file: `*out_place` is the place of its row; or came before
 * in this file. One that is new has a slot from here on: `*out_place` is that slot until identifier_index_make_room,
 * by which its place has to be set. */
enum entry_fate identifier_index_ask(struct identifier_index *index, size_t partition, uint64_t key, uint32_t file,
                                     uint32_t *out_place);

/* The place of the row of an identifier that has its place; false when it never came. */
bool identifier_index_find(const struct identifier_index *index, uint64_t key, uint32_t *out_place);

/* Each slot is set by one thread; none asks at the same time. */
void identifier_index_set_place(struct identifier_index *index, uint32_t slot, uint32_t place);

#endif
