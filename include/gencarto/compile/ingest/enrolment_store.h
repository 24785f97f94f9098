/* Which enrolments there are, and which of them are of one person: by keys, without a name or an identifier.
 *
 * Rows come in batches, in the order of reception. A row whose identifier came in an earlier file takes the place of
 * the earlier row; one whose identifier came before in the same file is refused. The rows that stand at the end are in
 * the order in which their identifiers first came: whatever the number of threads, and whatever the keys.
 *
 *     struct enrolment_store store;
 *     enrolment_store_init(&store, arena, most_rows, workers);
 *     enrolment_store_add(&store, batches, batch_count, file);         // again and again; fills entry->fate
 *     uint32_t persons = enrolment_store_number_learners(&store);      // at the end; fills row->learner
 *     enrolment_store_clear(&store);                                   // the rows stay, in the arena
 *
 * Method. Identifiers are dealt to PARTITIONS by their keys; each partition has a hash table of its own that one thread
 * at a time works on. New rows get their places by counting, in order, after all partitions have said which rows are
 * new. Persons are found by dealing the keys of pseudonyms to partitions that fit the processor's cache.
 *
 * 64 + 6 bits of each key of 128 are kept and compared: among 10 million identifiers two differing ones are taken for
 * one with a probability below 10^-7.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_STORE_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_STORE_H

#include "gencarto/base/buf.h"
#include "gencarto/compile/ingest/input.h"
#include "gencarto/compile/ingest/keys.h"

#define ENROLMENT_PARTITIONS 64

enum entry_fate { ENTRY_NEW, ENTRY_REPLACES, ENTRY_TWICE /* in one file: not kept */ };

/* A row that was read and is good. */
struct enrolment_entry {
    struct enrolment_row row;
    uint64_t id, learner; /* of their keys; learner 0: a person of its own */
    uint32_t place;       /* given by the store */
    uint8_t partition;    /* of the identifier */
    uint8_t fate;         /* given by the store */
    uint32_t number;      /* the caller's: which row of its piece it is */
};

/* Rows in order. Batches given together follow each other. */
struct enrolment_batch {
    struct buf entries; /* struct enrolment_entry each */
    struct buf order;   /* uint32_t each: the entries by partition, in order; made by enrolment_batch_finish */
    uint32_t starts[ENROLMENT_PARTITIONS + 1];
    size_t first_place;
    int64_t fates[3]; /* counts, given by the store */
};

void enrolment_batch_init(struct enrolment_batch *batch);
void enrolment_batch_clear(struct enrolment_batch *batch);
void enrolment_batch_reset(struct enrolment_batch *batch);

/* The texts become keys. `pseudonym` is empty when the row has none. */
void enrolment_batch_add(struct enrolment_batch *batch, const struct key_secret *secret,
                         const struct enrolment_row *row, struct str id, struct str pseudonym, int64_t number);

/* Call it once all rows of the batch are added. */
void enrolment_batch_finish(struct enrolment_batch *batch);

struct enrolment_entry *enrolment_batch_entry(const struct enrolment_batch *batch, size_t index);
size_t enrolment_batch_count(const struct enrolment_batch *batch);

struct enrolment_partition {
    struct buf keys;   /* uint64_t each, by slot */
    struct buf places; /* uint32_t each: place + 1 of the row, 0 of a free slot */
    uint32_t slots, used;
};

struct enrolment_store {
    struct enrolment_row *rows; /* in the arena */
    size_t count, most;
    struct buf learners; /* uint64_t each: keys, in the order of the rows */
    struct enrolment_partition partitions[ENROLMENT_PARTITIONS];
    int workers;
};

/* Room for `most` rows is asked of the system, which gives what is used. */
void enrolment_store_init(struct enrolment_store *store, struct arena *arena, size_t most, int workers);
void enrolment_store_clear(struct enrolment_store *store);

void enrolment_store_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count,
                         uint16_t file);

/* Numbers the persons 0.. in the order of their first rows, and gives how many there are. No row may be added after. */
uint32_t enrolment_store_number_learners(struct enrolment_store *store);

#endif
