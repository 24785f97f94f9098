/* Which enrolments there are, and which of them are of one person: by keys, without a name or an identifier.
 *
 * Rows come in batches, in the order of reception. A row whose identifier came in an earlier file takes the place of
 * the earlier row; one whose identifier came before in the same file is refused. The rows that stand at the end are in
 * the order in which their identifiers first came: whatever the number of threads, and whatever the keys.
 *
 *     struct enrolment_store store;
 *     enrolment_store_init(&store, arena, &(struct enrolment_store_size){rows, rows_of_largest_file, files, workers});
 *     enrolment_store_begin_file(&store, &file);
 *     enrolment_store_add(&store, batches, batch_count);               // again and again; says the fate of each row
 *     uint32_t persons = enrolment_store_finish(&store, &table);       // at the end
 *     enrolment_store_clear(&store);                                   // the table stays, in the arena
 *
 * Adding has a part that other work may stand beside, in one loop over all of it:
 *
 *     enrolment_store_begin_add(&store, batches, batch_count);
 *     parallel_for(others + identifier_partition_count(&store.index), ...);   // enrolment_store_judge of each of them
 *     enrolment_store_end_add(&store);
 *
 * Method. New rows get their places by counting, in order, after all partitions of the index of identifiers have said
 * which rows are new. Memory: 27 bytes for each enrolment beside the index, 28 where bursaries
 * are told, until the persons are numbered.
 *
 * 56 bits of the key of a pseudonym are kept and compared.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_STORE_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_STORE_H

#include "gencarto/compile/ingest/enrolment_batch.h"
#include "gencarto/compile/ingest/learner_numbering.h"

struct enrolment_store {
    struct arena *arena;
    struct enrolment_table table; /* without learners until they are numbered */
    struct identifier_index index;
    struct learner_keys learners; /* by place */
    struct enrolment_aids aids;
    struct buf origins; /* struct enrolment_origin each, in the order in which they came */
    size_t most, rows_seen;
    int workers;
    struct enrolment_batch *batches; /* that are being added */
    size_t batch_count;
    struct arena scratch;          /* of the addition */
    int64_t (*fates)[ENTRY_FATES]; /* of each worker and batch */
};

struct enrolment_store_size {
    size_t rows, rows_of_largest_file; /* at most */
    size_t files;                      /* at most: of all of the input */
    int workers;
};

/* Room for all rows is asked of the system, which gives what is used. At most IDENTIFIER_PLACES_MOST rows and
 * IDENTIFIER_FILES_MOST files. */
void enrolment_store_init(struct enrolment_store *store, struct arena *arena, const struct enrolment_store_size *size);
void enrolment_store_clear(struct enrolment_store *store);

/* The rows to come are of this file. Files come in ascending order. */
void enrolment_store_begin_file(struct enrolment_store *store, const struct enrolment_file *file);

/* Batches given together follow each other, and are of one file. */
void enrolment_store_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count);

/* The same without another thread: few rows. */
void enrolment_store_add_here(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count);

/* The same in three steps: the second for each partition of the index, on any thread, each of which has a number. */
void enrolment_store_begin_add(struct enrolment_store *store, struct enrolment_batch *batches, size_t batch_count);
void enrolment_store_judge(struct enrolment_store *store, size_t partition, int worker);
void enrolment_store_end_add(struct enrolment_store *store);

/* The line, counted through all files, of the row that stands for the identifier of an entry that was added. */
uint32_t enrolment_store_line(const struct enrolment_store *store, const struct enrolment_batch *batch, size_t entry);

/* Numbers the persons 0.. in the order of their first rows, and gives how many there are. No row may be added after.
 * The table lives in the arena. */
uint32_t enrolment_store_finish(struct enrolment_store *store, struct enrolment_table *out_table);

#endif
