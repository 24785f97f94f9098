/* Which enrolments there are, and which of them are of one person: by keys, without a name or an identifier.
 *
 * Rows come in batches, in the order of reception. A row whose identifier came in an earlier file takes the place of
 * the earlier row; one whose identifier came before in the same file is refused. The rows that stand at the end are in
 * the order in which their identifiers first came: whatever the number of threads, and whatever the keys.
 *
 *     struct enrolment_store store;
 *     enrolment_store_init(&store, arena, &(struct enrolment_store_size){rows, files, workers});
 *     enrolment_store_begin_file(&store, file, lines_before, quarter_day);
 *     enrolment_store_add(&store, batches, batch_count);               // again and again; fills entry->fate
 *     uint32_t persons = enrolment_store_finish(&store, &table);       // at the end
 *     enrolment_store_clear(&store);                                   // the table stays, in the arena
 *
 * Method. Identifiers are dealt to partitions by their keys; each partition has a hash table of its own that one thread
 * at a time works on. New rows get their places by counting, in order, after all partitions have said which rows are
 * new. Persons are found by dealing the keys of pseudonyms to partitions that fit the processor's cache.
 *
 * Memory: 28 bytes for each enrolment, 30 where bursaries are told, and 12 more until the persons are numbered.
 *
 * 64 bits of the key of a pseudonym are kept and compared, and 58 of that of an identifier (54 below a million rows):
 * among 10 million identifiers two differing ones are taken for one with a probability of 2 in 10,000.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_STORE_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_STORE_H

#include "gencarto/base/buf.h"
#include "gencarto/compile/ingest/enrolment_table.h"
#include "gencarto/compile/ingest/keys.h"

#define ENROLMENT_PARTITIONS 1024 /* at most */

enum entry_fate { ENTRY_NEW, ENTRY_REPLACES, ENTRY_TWICE /* in one file: not kept */ };

/* A row that was read and is good. */
struct enrolment_entry {
    struct enrolment_packed row; /* its line counts from the beginning of the batch until the store has it */
    uint32_t origin;
    uint64_t learner; /* a key; 0: a person of its own */
    uint32_t number;  /* the caller's: which row of its piece it is */
    uint32_t place;   /* given by the store, until which it is the slot of a new identifier */
    uint16_t registered_day;
    uint16_t aid; /* as in a table */
    uint8_t fate; /* given by the store */
};

/* What an entry asks of its partition. */
struct enrolment_claim {
    uint64_t key; /* of the identifier, 64 bits */
    uint32_t entry;
    uint32_t place : 30, fate : 2; /* the answer; of a new identifier the slot */
};

struct enrolment_store;

/* Rows in order. Batches given together follow each other. */
struct enrolment_batch {
    const struct enrolment_store *store;
    struct buf entries; /* struct enrolment_entry each */
    struct buf keys;    /* uint64_t each: of the identifiers of the entries */
    struct buf claims;  /* struct enrolment_claim each, by partition, in order; made by enrolment_batch_finish */
    struct buf origins; /* struct enrolment_origin each, given by the store */
    uint32_t starts[ENROLMENT_PARTITIONS + 1];
    uint32_t lines_before; /* the caller's: lines of its file before the batch */
    bool has_registered_days, has_aids;
    size_t first_place;
    int64_t fates[3]; /* counts, given by the store */
};

void enrolment_batch_init(struct enrolment_batch *batch, const struct enrolment_store *store);
void enrolment_batch_clear(struct enrolment_batch *batch);
void enrolment_batch_reset(struct enrolment_batch *batch);

/* The texts become keys. `pseudonym` is empty when the row has none. `learner` and `file` of the row do not matter. */
void enrolment_batch_add(struct enrolment_batch *batch, const struct key_secret *secret,
                         const struct enrolment_row *row, struct str id, struct str pseudonym, int64_t number);

/* Call it once all rows of the batch are added. */
void enrolment_batch_finish(struct enrolment_batch *batch);

struct enrolment_entry *enrolment_batch_entry(const struct enrolment_batch *batch, size_t index);
size_t enrolment_batch_count(const struct enrolment_batch *batch);

struct enrolment_partition {
    struct buf slots; /* ten bytes each: 48 bits of a key, and the place + 1 of its row, 0 of a free slot */
    struct buf seen;  /* a bit for each slot: its identifier stands in the file whose rows come */
    uint32_t slot_count, used;
};

struct enrolment_store {
    struct arena *arena;
    struct enrolment_table table; /* its learners are keys, two words each, until they are numbered */
    size_t most, rows_seen;
    uint32_t first_line; /* of the file: lines of all files before it */
    int32_t quarter_day; /* of the file */
    struct buf origins;  /* struct enrolment_origin each, in the order in which they came */
    int partition_bits;
    struct enrolment_partition partitions[ENROLMENT_PARTITIONS];
    int workers;
};

struct enrolment_store_size {
    size_t rows, files; /* at most: files count all of the input */
    int workers;
};

/* Room for all rows is asked of the system, which gives what is used. At most 2^30 - 1 rows. */
void enrolment_store_init(struct enrolment_store *store, struct arena *arena, const struct enrolment_store_size *size);
void enrolment_store_clear(struct enrolment_store *store);

/* The rows to come are of this file; `lines_before`: lines of all files before it. Files come in ascending order. */
void enrolment_store_begin_file(struct enrolment_store *store, size_t file, uint32_t lines_before, int32_t quarter_day);

void enrolment_store_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count);

/* Numbers the persons 0.. in the order of their first rows, and gives how many there are. No row may be added after.
 * The table lives in the arena. */
uint32_t enrolment_store_finish(struct enrolment_store *store, struct enrolment_table *out_table);

#endif
